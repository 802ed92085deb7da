package dev.slipway.build.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.RegistryBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real registry over TLS, whose authority is our own, for those alone who log in. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerRegistryLabTest {

  private Path home;
  private OwnAuthority authority;
  private DockerRegistry registry;
  private String pushed;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    home = directory;
    authority = OwnAuthority.make(home);
    registry = DockerRegistry.orSkip(home, authority);
    pushed = registry.push("team/shop", "1");
  }

  @AfterAll
  void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void readsTheDigestLoggedInOverTls() throws Exception {
    assertThat(digest(binding(DockerRegistry.PASSWORD, Optional.of(authority.certificate())), "1"))
        .contains(pushed);
  }

  @Test
  void findsNothingWhereNothingWasPushed() throws Exception {
    assertThat(digest(binding(DockerRegistry.PASSWORD, Optional.of(authority.certificate())), "2"))
        .isEmpty();
  }

  @Test
  void isRefusedWithAWrongPassword() throws Exception {
    RegistryBinding wrong = binding("open-barley", Optional.of(authority.certificate()));

    assertThatThrownBy(() -> digest(wrong, "1"))
        .hasMessageContaining("refuses to show team/shop (HTTP 401)")
        .hasMessageContaining("mend the credentials");
  }

  @Test
  void saysThatTheAuthorityIsNotTrusted() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    RegistryBinding strange =
        binding(DockerRegistry.PASSWORD, Optional.of(OwnAuthority.make(other).certificate()));

    assertThatThrownBy(() -> digest(strange, "1"))
        .hasMessageContaining("MISCONFIGURED")
        .hasMessageContaining("is not trusted")
        .hasMessageContaining("caFile");
  }

  @Test
  void saysWhatIsWrongWithTheFileOfAuthorities() throws Exception {
    Path empty = Files.writeString(home.resolve("empty.pem"), "");
    Path none = home.resolve("none.pem");

    assertThatThrownBy(() -> digest(binding("any", Optional.of(empty)), "1"))
        .hasMessageContaining("empty.pem holds no certificate");
    assertThatThrownBy(() -> digest(binding("any", Optional.of(none)), "1"))
        .hasMessageContaining("none.pem cannot be read (NoSuchFileException)");
  }

  private Optional<String> digest(RegistryBinding binding, String tag) {
    return new OciRegistry(() -> List.of(binding)).digest(registry.host() + "/team/shop", tag);
  }

  private RegistryBinding binding(String password, Optional<Path> authority) throws Exception {
    Path file = Files.createTempFile(home, "password", "");
    Files.writeString(file, password);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new RegistryBinding(
        registry.host(),
        Optional.of("ada"),
        Optional.of(file.toString()),
        Optional.empty(),
        Optional.empty(),
        authority.map(Path::toString),
        false);
  }
}
