package dev.slipway.gitops.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class EntityTagsTest {

  private final EntityTags tags = new EntityTags();

  @Test
  void keepsAPageOfManyPullRequestsAndForgetsWhatWasAskedForLongestAgo() {
    remember("first", 4 << 20);
    remember("second", 4 << 20);
    remember("third", 4 << 20);
    remember("fourth", 4 << 20);
    assertThat(tags.of("first")).isPresent();

    remember("fifth", 1);

    assertThat(tags.of("second")).as("16 MB are over, and it was not asked for").isEmpty();
    assertThat(tags.of("first")).isPresent();
    assertThat(tags.of("fifth")).isPresent();
  }

  @Test
  void countsAnAnswerThatCameAgainOnce() {
    for (int time = 0; time < 10; time++) {
      remember("page", 3 << 20);
    }
    remember("other", 3 << 20);

    assertThat(tags.of("page")).isPresent();
    assertThat(tags.of("other")).isPresent();
  }

  @Test
  void keepsFiveHundredSmallOnes() {
    for (int number = 0; number <= 500; number++) {
      remember("pulls/" + number, 10);
    }

    assertThat(tags.of("pulls/0")).isEmpty();
    assertThat(tags.of("pulls/1")).isPresent();
    assertThat(tags.of("pulls/500")).isPresent();
  }

  private void remember(String path, int size) {
    tags.remember(
        path, new EntityTags.Tagged("\"t\"", JsonNodeFactory.instance.objectNode(), size));
  }
}
