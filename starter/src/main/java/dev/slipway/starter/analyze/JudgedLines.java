package dev.slipway.starter.analyze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.MetricReport;
import dev.slipway.observation.Rehearsal.Conclusion;
import dev.slipway.observation.Rehearsal.Judged;
import dev.slipway.observation.Seconds;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;

/** What {@code slipway analyze} says: a JSON object a line, pure ASCII. */
final class JudgedLines {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final JsonGenerator json;

  JudgedLines(Writer out) {
    try {
      json = JSON.createGenerator(out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a generator opens nothing", e);
    }
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  void print(Judged judged) throws IOException {
    AnalysisReport report = judged.report();
    json.writeStartObject();
    seconds("t", judged.end());
    number("weight", judged.weight());
    json.writeStringField("decision", judged.decision().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("evidence", report.evidence());
    json.writeNumberField("bound", report.bound());
    json.writeStringField("verdict", report.verdict().name());
    json.writeArrayFieldStart("metrics");
    for (MetricReport metric : report.metrics()) {
      print(metric);
    }
    json.writeEndArray();
    if (!judged.reason().isEmpty()) {
      json.writeStringField("reason", judged.reason());
    }
    json.writeEndObject();
  }

  private void print(MetricReport metric) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", metric.name());
    json.writeNumberField("evidence", metric.evidence());
    json.writeBooleanField("proven", metric.proven());
    json.writeNumberField("canaryRate", metric.canaryRate());
    json.writeNumberField("stableRate", metric.stableRate());
    json.writeNumberField("canaryRequests", metric.canaryRequests());
    json.writeNumberField("stableRequests", metric.stableRequests());
    json.writeEndObject();
  }

  /** The last line, with its end. */
  void print(Conclusion conclusion) throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", conclusion.verdict().name());
    if (conclusion.metric().isPresent()) {
      json.writeStringField("metric", conclusion.metric().get());
    } else {
      json.writeNullField("metric");
    }
    seconds("atSecond", conclusion.at());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Ends what stands on the screen, so that a person who pipes it sees each block at once. */
  void flush() throws IOException {
    json.flush();
  }

  private void seconds(String field, Duration duration) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(Seconds.text(duration));
  }

  private void number(String field, double value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumberField(field, (long) value);
    } else {
      json.writeNumberField(field, value);
    }
  }
}
