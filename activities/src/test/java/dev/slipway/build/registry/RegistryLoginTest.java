package dev.slipway.build.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.platform.RegistryBinding;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token flow of the distribution API, and the files that credentials come from. */
class RegistryLoginTest {

  @TempDir private Path home;
  private StubTokenRegistry stub;

  @BeforeEach
  void start() throws IOException {
    stub = StubTokenRegistry.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void fetchesATokenForTheOneImageWithUserNameAndPassword() throws IOException {
    assertThat(digest(user("s3cret"))).contains(StubTokenRegistry.DIGEST);
    assertThat(stub.requests())
        .containsExactly(
            "HEAD /v2/team/shop/manifests/1 by Basic",
            "GET /token?service=stub&scope=repository%3Ateam%2Fshop%3Apull by Basic",
            "HEAD /v2/team/shop/manifests/1 by Bearer");
  }

  @Test
  void showsATokenOfAFileAsItIs() throws IOException {
    Path token = secret("token", "t0ken\n");

    assertThat(digest(binding(Optional.empty(), Optional.empty(), Optional.of(token))))
        .contains(StubTokenRegistry.DIGEST);
    assertThat(stub.requests()).containsExactly("HEAD /v2/team/shop/manifests/1 by Bearer");
  }

  @Test
  void sendsATokenOfAFileToNobodyButTheRegistry() throws IOException {
    Path token = secret("token", "0ther\n");

    assertThatThrownBy(
            () -> digest(binding(Optional.empty(), Optional.empty(), Optional.of(token))))
        .hasMessageContaining("mend the credentials");
    assertThat(stub.requests())
        .contains("GET /token?service=stub&scope=repository%3Ateam%2Fshop%3Apull");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'auths':{'HOST':{'auth':'YWRhOnMzY3JldA=='}}}",
        "{'auths':{'https://HOST/v2/':{'username':'ada','password':'s3cret'}}}",
        "{'credsStore':'desktop','auths':{'HOST':{'auth':'YWRhOnMzY3JldA=='}}}",
        "{'auths':{'HOST':{'auth':'YWRhOg==','identitytoken':'1dentity'}}}"
      })
  void readsWhatDockerLoginHasWritten(String config) throws IOException {
    assertThat(digest(docker(config))).contains(StubTokenRegistry.DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'auths':{'HOST':{}},'credsStore':'desktop'}",
        "{'auths':{'other.example.com':{'auth':'s3cret'}}}",
        "{'auths': s3cret}"
      })
  void saysWhatIsWrongWithDockersFileWithoutQuotingIt(String config) throws IOException {
    Throwable failure = catchThrowable(() -> digest(docker(config)));

    assertThat(failure)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, problem -> assertThat(problem.isNonRetryable()).isTrue())
        .hasMessageContaining("config.json");
    assertThat(whole(failure)).doesNotContain("s3cret");
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void saysThatTheCredentialsAreRefusedWithoutShowingThem() throws IOException {
    Throwable failure = catchThrowable(() -> digest(user("wr0ng")));

    assertThat(failure)
        .hasMessageContaining("MISCONFIGURED")
        .hasMessageContaining("refuses to show team/shop (HTTP 401)")
        .hasMessageContaining("'registries' of platform.yaml");
    assertThat(whole(failure)).doesNotContain("wr0ng").doesNotContain("Basic");
  }

  @Test
  void doesNotReadAPasswordThatOthersMayRead() throws IOException {
    RegistryBinding binding = user("s3cret");
    Files.setPosixFilePermissions(
        home.resolve("password"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> digest(binding)).hasMessageContaining("chmod 600");
    assertThat(stub.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t0ken", "{}", "{\"token\":\"two\\nlines\"}"})
  void aTokenServiceThatMakesNoSenseIsAskedAgain(String answer) throws IOException {
    RegistryBinding binding = user("s3cret");
    stub.tokenServiceSays(answer);

    Throwable failure = catchThrowable(() -> digest(binding));

    assertThat(failure).hasMessageContaining("UNREACHABLE");
    assertThat(whole(failure)).doesNotContain("t0ken");
  }

  @Test
  void sendsNoCredentialsInTheClearToAnotherHost() {
    String header = "Bearer realm=\"http://auth.example.com/token\"";

    assertThat(TokenChallenge.parse(header, "")).isEmpty();
    assertThat(TokenChallenge.parse(header, "registry.example.com")).isEmpty();
    assertThat(TokenChallenge.parse(header, "auth.example.com")).isPresent();
    assertThat(TokenChallenge.parse(header.replace("http:", "https:"), "")).isPresent();
    assertThat(TokenChallenge.parse("Basic realm=\"x\"", "")).isEmpty();
    assertThat(TokenChallenge.parse("Bearer realm=\"https://[\"", "")).isEmpty();
  }

  private Optional<String> digest(RegistryBinding binding) {
    return new OciRegistry(() -> List.of(binding)).digest(stub.host() + "/team/shop", "1");
  }

  private RegistryBinding user(String password) throws IOException {
    return binding(
        Optional.of(secret("password", password + "\n")), Optional.empty(), Optional.empty());
  }

  private RegistryBinding docker(String config) throws IOException {
    return binding(
        Optional.empty(),
        Optional.of(secret("config.json", config.replace('\'', '"').replace("HOST", stub.host()))),
        Optional.empty());
  }

  private RegistryBinding binding(
      Optional<Path> password, Optional<Path> dockerConfig, Optional<Path> token) {
    return new RegistryBinding(
        stub.host(),
        password.map(file -> "ada"),
        password.map(Path::toString),
        token.map(Path::toString),
        dockerConfig.map(Path::toString),
        Optional.empty(),
        false);
  }

  private Path secret(String name, String content) throws IOException {
    Path file = Files.writeString(home.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** All that a failure would bring into a history or a log. */
  private static String whole(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
