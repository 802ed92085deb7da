package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedPlatformFileTest {

  private static final String VALID =
      """
      apiVersion: slipway.dev/v1
      services:
        - name: shop
          team: payments
          source: {repository: /srv/git/shop.git}
          environments:
            - name: production
              cluster: local
              namespace: shop
              config: {repository: /srv/git/config.git, path: production/shop}
      """;

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void place() {
    file = directory.resolve("platform.yaml");
  }

  @Test
  void seesItChange() throws IOException {
    Files.writeString(file, VALID);
    WatchedPlatformFile platform = new WatchedPlatformFile(file);
    assertThat(platform.binding("shop")).isPresent();

    Files.writeString(file, VALID.replace("name: shop", "name: storefront"));

    assertThat(platform.binding("shop")).isEmpty();
    assertThat(platform.binding("storefront")).isPresent();
  }

  @Test
  void goesOnWithTheLastValidOneWhenItIsMadeInvalid() throws IOException {
    Files.writeString(file, VALID);
    WatchedPlatformFile platform = new WatchedPlatformFile(file);
    assertThat(platform.binding("shop")).isPresent();

    Files.writeString(file, VALID.replace("team:", "taem:"));

    assertThat(platform.binding("shop")).isPresent();
  }

  @Test
  void goesOnWithTheLastValidOneWhenItIsGone() throws IOException {
    Files.writeString(file, VALID);
    WatchedPlatformFile platform = new WatchedPlatformFile(file);
    assertThat(platform.binding("shop")).isPresent();

    Files.delete(file);

    assertThat(platform.binding("shop")).isPresent();
  }

  @Test
  void saysWhereAFileThatItStartsOnIsWrong() throws IOException {
    Files.writeString(file, VALID.replace("team:", "taem:"));

    assertThatThrownBy(() -> new WatchedPlatformFile(file).binding("shop"))
        .hasMessageContaining(
            "platform.yaml:4: services[0]: unknown field 'taem'; did you mean 'team'?");
  }

  @Test
  void saysThatThereIsNoFileUntilThereIs() throws IOException {
    WatchedPlatformFile platform = new WatchedPlatformFile(file);
    assertThatThrownBy(() -> platform.binding("shop"))
        .hasMessageContaining(
            "there is no platform file " + file.toAbsolutePath() + ": mend slipway.platform-file");

    Files.writeString(file, VALID);

    assertThat(platform.binding("shop")).isPresent();
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Files.writeString(file, VALID + "#".repeat(5 << 20));

    assertThatThrownBy(() -> new WatchedPlatformFile(file).binding("shop"))
        .hasMessageContaining("it is larger than 4 MB");
  }
}
