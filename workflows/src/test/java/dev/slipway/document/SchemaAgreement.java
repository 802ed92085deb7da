package dev.slipway.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a schema, a parser, a corpus and a reference page against each other.
 *
 * @param <R> what the parser makes of a text; equal readings mean equal files
 */
public final class SchemaAgreement<R> {

  private final PublishedSchema schema;
  private final List<CorpusFile> accepted;
  private final List<CorpusFile> malformed;
  private final Function<String, R> parser;
  private final Function<R, List<Problem>> problems;

  /**
   * @param folder of the corpus: {@code accepted} and {@code structure} lie in it
   */
  public SchemaAgreement(
      PublishedSchema schema,
      String folder,
      Function<String, R> parser,
      Function<R, List<Problem>> problems) {
    this.schema = schema;
    accepted = CorpusFile.in(folder + "/accepted");
    malformed = CorpusFile.in(folder + "/structure");
    this.parser = parser;
    this.problems = problems;
  }

  public void acceptedFilesAreAccepted() {
    for (CorpusFile file : accepted) {
      assertThat(schema.objections(file.json())).as(file.name()).isEmpty();
    }
  }

  /** Where the structure alone is wrong, an editor can say so. */
  public void malformedFilesAreRefused() {
    assertThat(malformed).isNotEmpty();
    for (CorpusFile file : malformed) {
      assertThat(schema.objections(file.json())).as(file.name()).isNotEmpty();
    }
  }

  /** What the schema refuses, the parser refuses: tried on a random change of an accepted file. */
  public void parserRefusesWhatTheSchemaRefuses(long seed) {
    JsonNode document = TreeMutation.of(accepted.getFirst().json(), schema.fields(), seed);
    if (!schema.objections(document).isEmpty()) {
      assertThat(problems.apply(parser.apply(document.toString())))
          .as(document.toString())
          .isNotEmpty();
    }
  }

  /** The accepted files together write every field, so nothing in the schema is a dead letter. */
  public void everyFieldIsWrittenSomewhere() {
    Set<String> written = new TreeSet<>();
    for (SchemaField field : schema.fields()) {
      boolean found =
          accepted.stream()
              .flatMap(file -> field.holders(file.json()).stream())
              .anyMatch(holder -> holder.has(field.name()));
      if (found) {
        written.add(field.path());
      }
    }
    assertThat(written)
        .containsExactlyInAnyOrderElementsOf(
            schema.fields().stream().map(SchemaField::path).toList());
  }

  /** What the schema calls the default is what the parser takes when the field is not there. */
  public void defaultsAreTrue() {
    int checked = 0;
    for (SchemaField field : schema.fields()) {
      if (field.usual().isEmpty()) {
        continue;
      }
      JsonNode without = documentWith(field);
      JsonNode with = without.deepCopy();
      firstHolder(field, with).set(field.name(), field.usual().get());
      firstHolder(field, without).remove(field.name());
      assertThat(problems.apply(parser.apply(with.toString()))).as(field.path()).isEmpty();
      assertThat(parser.apply(with.toString()))
          .as("the default of %s", field.path())
          .isEqualTo(parser.apply(without.toString()));
      checked++;
    }
    assertThat(checked).isPositive();
  }

  /** Every example can be written as it stands. */
  public void examplesAreAccepted() {
    for (SchemaField field : schema.fields()) {
      assertThat(field.examples()).as(field.path()).isNotEmpty();
      for (JsonNode example : field.examples()) {
        JsonNode document = documentWith(field);
        firstHolder(field, document).set(field.name(), example);
        assertThat(problems.apply(parser.apply(document.toString())))
            .as("%s: %s", field.path(), example)
            .isEmpty();
        assertThat(schema.objections(document)).as("%s: %s", field.path(), example).isEmpty();
      }
    }
  }

  /** A field that has to be there, has to be there for both. */
  public void requiredFieldsAreRequired() {
    for (SchemaField field : schema.fields()) {
      JsonNode document = documentWith(field);
      firstHolder(field, document).remove(field.name());
      String missing = "the field '" + field.name() + "' is missing";
      assertThat(problems.apply(parser.apply(document.toString())))
          .as(field.path())
          .satisfies(
              found ->
                  assertThat(found.stream().anyMatch(one -> one.message().equals(missing)))
                      .isEqualTo(field.required()));
    }
  }

  /** Each field says what it is, so that an editor can. */
  public void everyFieldExplainsItself() {
    for (SchemaField field : schema.fields()) {
      assertThat(field.schema().path("title").asText()).as(field.path()).isNotBlank();
      assertThat(field.schema().path("description").asText()).as(field.path()).endsWith(".");
    }
  }

  /**
   * @param page from the project's root
   */
  public void everyFieldIsOnThePage(String page) {
    String text = page(page);
    List<String> missing =
        schema.fields().stream().map(SchemaField::row).filter(row -> !text.contains(row)).toList();
    assertThat(missing).as("rows to put into %s", page).isEmpty();
    Set<String> rows = schema.fields().stream().map(SchemaField::row).collect(Collectors.toSet());
    List<String> left =
        text.lines()
            .filter(line -> line.matches("\\| `([^|]*\\|){5}"))
            .filter(line -> !rows.contains(line))
            .toList();
    assertThat(left).as("rows of %s that the schema does not know", page).isEmpty();
  }

  /** Every whole file that the page shows is valid. */
  public void filesOnThePageAreValid(String page) {
    List<String> shown =
        Stream.of(page(page).split("```yaml\n", -1))
            .skip(1)
            .map(rest -> rest.substring(0, rest.indexOf("```")))
            .filter(text -> text.startsWith("apiVersion"))
            .toList();
    assertThat(shown).isNotEmpty();
    for (String text : shown) {
      assertThat(problems.apply(parser.apply(text))).as(text).isEmpty();
      assertThat(schema.objections(new CorpusFile(page, text).json())).as(text).isEmpty();
    }
  }

  /** The fields of a record are those of the schema at this place, whatever else stands there. */
  public void fieldsAre(String path, Class<? extends Record> type, String... alsoThere) {
    TreeSet<String> expected = new TreeSet<>(List.of(alsoThere));
    Stream.of(type.getRecordComponents()).forEach(component -> expected.add(component.getName()));
    assertThat(schema.namesAt(path))
        .as("%s at '%s'", type.getSimpleName(), path)
        .isEqualTo(expected);
  }

  private JsonNode documentWith(SchemaField field) {
    return accepted.stream()
        .map(CorpusFile::json)
        .filter(
            document ->
                field.holders(document).stream().anyMatch(holder -> holder.has(field.name())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no accepted file has " + field.path()));
  }

  private static ObjectNode firstHolder(SchemaField field, JsonNode document) {
    return field.holders(document).stream()
        .filter(holder -> holder.has(field.name()))
        .findFirst()
        .or(() -> field.holders(document).stream().findFirst())
        .orElseThrow();
  }

  private static String page(String page) {
    Path root = Path.of("").toAbsolutePath();
    Path file = root.resolve(page);
    if (!Files.exists(file)) {
      file = root.resolveSibling(page);
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
