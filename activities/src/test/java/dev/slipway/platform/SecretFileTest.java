package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

  @TempDir private Path folder;

  private SecretFile file(String content, String permissions) throws IOException {
    Path path = folder.resolve("secret");
    Files.writeString(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    return new SecretFile(path);
  }

  @Test
  void readsTheOneLineItHolds() throws IOException {
    assertThat(file("s3cret\n", "rw-------").read()).isEqualTo("s3cret");
    assertThat(file("an0ther", "r--------").read()).isEqualTo("an0ther");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void refusesAFileThatOthersMayRead(String permissions) throws IOException {
    SecretFile file = file("s3cret\n", permissions);

    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, file::read);

    assertThat(failure.getType()).isEqualTo(FailureType.MISCONFIGURED.name());
    assertThat(failure.getOriginalMessage())
        .contains("chmod 600")
        .contains(folder.resolve("secret").toString())
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two\nlines", "with space"})
  void refusesWhatIsNoSecretWithoutShowingIt(String content) throws IOException {
    SecretFile file = file(content, "rw-------");

    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, file::read);

    assertThat(failure.getOriginalMessage())
        .endsWith("must hold one secret in one line of at most 4 kB");
  }

  @Test
  void seesTheNewSecretWhenTheFileWasChanged() throws IOException {
    SecretFile file = file("old", "rw-------");
    file.read();
    Files.writeString(folder.resolve("secret"), "new");

    assertThat(file.read()).isEqualTo("new");
  }

  @Test
  void saysThatTheFileIsNotThere() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, new SecretFile(folder.resolve("none"))::read);

    assertThat(failure.getOriginalMessage()).endsWith("cannot be read (NoSuchFileException)");
  }
}
