package dev.slipway.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gitops.RenderedState;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HookTest {

  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  @Test
  void theSameRevisionHasTheSameJobAndAnotherOneAnother() {
    Hook migrate = hook("migrate", Occasion.PRE_SYNC);

    assertThat(migrate.jobName("sha256:1"))
        .isEqualTo(migrate.jobName("sha256:1"))
        .matches("migrate-[0-9a-f]{12}")
        .isNotEqualTo(migrate.jobName("sha256:2"))
        .isNotEqualTo(hook("migrate", Occasion.POST_SYNC).jobName("sha256:1"));
  }

  @Test
  void aLongNameStaysTheNameOfAJobAndIsToldApart() {
    String start = "a".repeat(49) + "-";
    Hook one = hook(start + "one", Occasion.PRE_SYNC);
    Hook two = hook(start + "two", Occasion.PRE_SYNC);

    assertThat(one.jobName("r")).hasSizeLessThanOrEqualTo(63).matches("a{49}-[0-9a-f]{12}");
    assertThat(one.jobName("r")).isNotEqualTo(two.jobName("r"));
  }

  @Test
  void whatOlderWorkersWroteHasNoJobs() throws Exception {
    RenderedState state =
        MAPPER.readValue(
            "{\"commit\":\"c\",\"revision\":\"r\",\"podRevision\":\"p\",\"artifact\":null,\"objects\":3}",
            RenderedState.class);

    assertThat(state.hooks()).isEmpty();
    assertThat(MAPPER.readValue("{\"attempt\":1}", RolloutInput.class).hooks()).isEmpty();
  }

  private static Hook hook(String name, Occasion occasion) {
    return new Hook(name, occasion, Duration.ofMinutes(1));
  }
}
