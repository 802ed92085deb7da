package dev.slipway.gitops.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeSiteTest {

  private static final ForgeSite SITE = new ForgeSite("git", "https://git.example.com");

  @ParameterizedTest
  @CsvSource({
    "https://git.example.com/platform/config.git, platform/config",
    "https://git.example.com/platform/config, platform/config",
    "https://Git.example.com/platform/config.git/, platform/config",
    "https://git.example.com/a.b/c.d.git, a.b/c.d",
  })
  void takesOwnerAndNameFromTheAddress(String address, String repository) {
    assertThat(SITE.repository(address)).isEqualTo(repository);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/config.git",
        "https://git.example.com/a/b/c.git",
        "https://git.example.com/a/../b",
        "https://git.example.com/a/..",
        "https://git.example.com/a/b?x=y",
        "https://other.example.com/a/b.git",
      })
  void saysWhatAnAddressHasToLookLike(String address) {
    assertThatThrownBy(() -> SITE.repository(address))
        .hasMessageContaining("https://git.example.com/<owner>/<name>.git");
  }
}
