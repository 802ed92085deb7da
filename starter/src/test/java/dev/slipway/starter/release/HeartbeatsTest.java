package dev.slipway.starter.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.starter.world.Records;
import dev.slipway.temporal.SlipwayDataConverter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

  @Test
  void findsTheReadingWhereverItLies() {
    JsonNode heartbeat =
        SlipwayDataConverter.mapper()
            .valueToTree(Map.of("checkpoint", Map.of("reading", Records.reading(7)), "weight", 50));

    assertThat(Heartbeats.analysis(heartbeat)).contains(Records.reading(7));
  }

  @Test
  void findsNothingInWhatIsNoReading() {
    assertThat(Heartbeats.analysis(JsonNodeFactory.instance.textNode("[INFO] BUILD"))).isEmpty();
  }

  @Test
  void readsTheLastLineOfALog() {
    assertThat(Heartbeats.lastLine(JsonNodeFactory.instance.textNode("[INFO] BUILD")))
        .isEqualTo("[INFO] BUILD");
    assertThat(Heartbeats.lastLine(JsonNodeFactory.instance.objectNode().put("lastLine", "ok")))
        .isEqualTo("ok");
  }
}
