package dev.slipway.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {

  @Test
  void refusesAFileBeyondTheLimit() {
    assertThat(problems("a: " + "x".repeat(256 * 1024)))
        .containsExactly("file.yaml:1: is 262147 bytes long; 262144 are the limit");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    assertThat(problems("[".repeat(30_000)))
        .singleElement()
        .asString()
        .endsWith("is nested deeper than 20 levels");
  }

  @Test
  void takesWhatIsJustNotTooDeep() {
    assertThat(problems("[".repeat(20) + "]".repeat(20))).isEmpty();
    assertThat(problems("[".repeat(22) + "]".repeat(22))).isNotEmpty();
  }

  @Test
  void refusesAliasesThatExplode() {
    String bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 9)
                .mapToObj(
                    level ->
                        "a%d: &a%d [%s]\n"
                            .formatted(
                                level,
                                level,
                                IntStream.range(0, 10)
                                    .mapToObj(any -> "*a" + (level - 1))
                                    .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());

    assertThat(problems(bomb))
        .singleElement()
        .asString()
        .contains("the file has more than 20000 values, aliases written out");
  }

  @Test
  void refusesAnAliasOfItself() {
    assertThat(problems("a: &a\n  b: *a\n"))
        .containsExactly("file.yaml:2: a.b: '*a' stands for nothing that was written above it");
  }

  @Test
  void refusesDepthThroughAliases() {
    String ladder =
        "a0: &a0 [x]\n"
            + IntStream.range(1, 25)
                .mapToObj(level -> "a%d: &a%d [*a%d]\n".formatted(level, level, level - 1))
                .collect(Collectors.joining());

    assertThat(problems(ladder))
        .singleElement()
        .asString()
        .contains("is nested deeper than 20 levels");
  }

  @Test
  void saysThatATabIsNoIndent() {
    assertThat(problems("a:\n\tb: 1\n"))
        .containsExactly("file.yaml:2: is not YAML: a tab stands here; indent with spaces");
  }

  @Test
  void saysWhereYamlEnds() {
    assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
        .singleElement()
        .asString()
        .startsWith("file.yaml:3: is not YAML: ");
  }

  @Test
  void refusesTagsAndSecondDocumentsAndEmptyFiles() {
    assertThat(problems("a: !!java.net.URL [x]\n"))
        .singleElement()
        .asString()
        .startsWith("file.yaml:1: a: has the tag ");
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .containsExactly("file.yaml:3: has a second document; only one is read");
    assertThat(problems("# nothing\n")).containsExactly("file.yaml:1: is empty");
  }

  @Test
  void countsProblemsBeyondTheLimit() {
    Problems problems = new Problems("file.yaml");
    IntStream.rangeClosed(1, 130).forEach(line -> problems.add(line, "a", "is wrong"));

    assertThat(problems.sorted()).hasSize(101);
    assertThat(problems.sorted().getLast().message()).startsWith("30 more problems");
  }

  @Test
  void showsNoControlCharactersToATerminal() {
    assertThat(problems("\"a\\e[31m\": {\"b\\n\": *nothing}"))
        .singleElement()
        .asString()
        .startsWith("file.yaml:1: a [31m.b : ")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({
    "tolerence, tolerance",
    "timeuot, timeout",
    "minHold, minimumHold",
    "minimum-hold, minimumHold",
    "metric, metrics",
    "environment, environments",
  })
  void findsTheNameThatWasMeant(String typed, String meant) {
    assertThat(
            NearestName.of(
                typed,
                List.of(
                    "tolerance",
                    "timeout",
                    "minimumHold",
                    "maximumHold",
                    "metrics",
                    "environments")))
        .contains(meant);
  }

  @Test
  void findsNoNameWhereNoneIsNear() {
    assertThat(NearestName.of("owner", List.of("service", "build"))).isEmpty();
    assertThat(NearestName.of("x".repeat(100_000), List.of("service"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "1h30m, PT1H30M",
    "7d, PT168H",
    "2s500ms, PT2.5S",
    "5ms, PT0.005S",
    "0s, PT0S"
  })
  void readsAndWritesDurations(String written, java.time.Duration duration) {
    assertThat(DurationText.parse(written)).contains(duration);
    assertThat(DurationText.of(duration)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "m", "1m1h", "-1s", "1.5h", "1 m", "9999999s", "1M"})
  void refusesWhatIsNoDuration(String written) {
    assertThat(DurationText.parse(written)).isEmpty();
  }

  @Test
  void writesSharesAsPeopleDo() {
    assertThat(PercentText.ofShare(0.005)).isEqualTo("0.5%");
    assertThat(PercentText.ofShare(0.07)).isEqualTo("7%");
    assertThat(PercentText.of(100)).isEqualTo("100%");
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems("file.yaml");
    Value.document(text, problems);
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
