package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.document.CorpusFile;
import dev.slipway.document.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryCorpusTest {

  static List<CorpusFile> accepted() {
    return CorpusFile.in("delivery/accepted");
  }

  static List<CorpusFile> refused() {
    return Stream.of("delivery/structure", "delivery/meaning")
        .flatMap(folder -> CorpusFile.in(folder).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void takesAValidFile(CorpusFile file) {
    assertThat(DeliveryFile.parse(file.text(), "delivery.yaml").problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void reportsEveryProblemWithItsLine(CorpusFile file) {
    assertThat(DeliveryFile.parse(file.text(), "delivery.yaml").problems())
        .extracting(Problem::toString)
        .containsExactlyElementsOf(file.expected());
  }
}
