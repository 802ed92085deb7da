package dev.slipway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever types what a page says, finds a command that knows these words. */
class DocumentedCommandsTest {

  private static final Path TOP = Path.of("..");
  private static final Pattern IN_A_SENTENCE = Pattern.compile("`(?:\\./)?slipway ([^`]+)`");
  private static final Pattern IN_A_BLOCK =
      Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?slipway +((?!:)[a-z-]+(?: \\S+)*)");

  /** Where a command ends and another one, or the words on it, begin. */
  private static final Pattern END = Pattern.compile("\\s*(?:\\\\?\\||#|&&|>|;).*| {2}.*");

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
  private static final Set<String> GROUPS = Set.of("release", "environment", "service", "dev");

  /**
   * @param page where it is written
   * @param line what follows {@code slipway}
   */
  record Documented(Path page, String line) {

    /** As far as they name a command. */
    String command() {
      String[] words = line.split(" ", -1);
      boolean group = GROUPS.contains(words[0]) && words.length > 1;
      return group && words[1].matches("[a-z]+") ? words[0] + " " + words[1] : words[0];
    }

    @Override
    public String toString() {
      return page.getFileName() + ": " + line;
    }
  }

  static Stream<Documented> documented() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(TOP.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages.stream().flatMap(DocumentedCommandsTest::on).distinct();
  }

  private static Stream<Documented> on(Path page) {
    try {
      String text = Files.readString(page);
      return Stream.of(IN_A_SENTENCE, IN_A_BLOCK)
          .flatMap(pattern -> pattern.matcher(text).results())
          .map((MatchResult match) -> END.matcher(match.group(1)).replaceFirst(""))
          .map(line -> new Documented(page, line))
          // The launcher's own, and "slipway …" for any.
          .filter(one -> !one.command().equals("install") && !one.command().equals("…"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource
  void documented(Documented one) {
    Terminal.Said help = new Terminal(new FakeServer()).type(one.command() + " --help");

    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("slipway " + one.command());
    assertThat(OPTION.matcher(one.line()).results().map(MatchResult::group))
        .allSatisfy(option -> assertThat(help.out()).contains(option));
  }

  @Test
  void findsWhatThePagesSay() throws IOException {
    assertThat(documented().map(Documented::line))
        .hasSizeGreaterThan(40)
        .contains("demo", "dev --detach", "release observations checkout");
  }
}
