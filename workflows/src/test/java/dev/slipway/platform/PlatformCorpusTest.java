package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.document.CorpusFile;
import dev.slipway.document.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformCorpusTest {

  static List<CorpusFile> accepted() {
    return CorpusFile.in("platform/accepted");
  }

  static List<CorpusFile> refused() {
    return Stream.of("platform/structure", "platform/meaning")
        .flatMap(folder -> CorpusFile.in(folder).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void takesAValidFile(CorpusFile file) {
    assertThat(PlatformFile.parse(file.text(), "platform.yaml").problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void reportsEveryProblemWithItsLine(CorpusFile file) {
    assertThat(PlatformFile.parse(file.text(), "platform.yaml").problems())
        .extracting(Problem::toString)
        .containsExactlyElementsOf(file.expected());
  }
}
