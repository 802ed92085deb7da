package dev.slipway.observation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.observation.ObservedBlock.Suspect;
import dev.slipway.rollout.SuspectedPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one observation: a line of JSON, {@code {"t": seconds, "weight": percent, "canary":
 * {"requests": n, "errors": x, "latency": {"0.1": slowerThan, …}}, "stable": {…}}}. What a rollout
 * recorded also has {@code from}, {@code step} and {@code block}, see {@link Origin}, {@code
 * latencyFrom} where pods were added, and {@code suspect} where one was worse than its siblings. A
 * version may have {@code metrics}, those of the service's own: {@code {"name": {"total": n,
 * "counted": x}}} for a pair of counters, {@code {"total": n, "above": {"10": x, …}}} for a
 * histogram. Every field is checked; none is guessed. Not shared between threads.
 */
public final class ObservationReader {

  private static final double NANOS = 1e9;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Read, so that a sentence can name the field that is not a number.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(40).build())
          .build();

  /**
   * @throws BadObservationException with the field and what would be right
   */
  public ObservedBlock read(byte[] text, int offset, int length) {
    try (JsonParser json = JSON.createParser(text, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadObservationException(
            "an observation is a JSON object, {\"t\": …, \"weight\": …, \"canary\": …, \"stable\":"
                + " …}");
      }
      ObservedBlock block = new Fields(json).block();
      if (json.nextToken() != null) {
        throw new BadObservationException("something follows after the object: one on each line");
      }
      return block;
    } catch (StreamConstraintsException e) {
      throw new BadObservationException(
          "an observation is not nested so deeply, and no number is so long", e);
    } catch (JsonProcessingException e) {
      throw new BadObservationException("it is not JSON: " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** The object under the cursor. */
  private static final class Fields {

    private final FieldCursor fields;
    private final ArmReader arms;
    private @Nullable Double end;
    private @Nullable Double weight;
    private @Nullable ObservedArm canary;
    private @Nullable ObservedArm stable;
    private @Nullable Double from;
    private @Nullable Long step;
    private @Nullable Long number;
    private @Nullable Suspect suspect;
    private @Nullable Double latencyFrom;

    private Fields(JsonParser json) {
      fields = new FieldCursor(json);
      arms = new ArmReader(fields);
    }

    private ObservedBlock block() throws IOException {
      String field = fields.next();
      while (field != null) {
        read(field);
        field = fields.next();
      }
      return new ObservedBlock(
          duration(FieldCursor.required("t", end)),
          FieldCursor.required("weight", weight),
          FieldCursor.required("canary", canary),
          FieldCursor.required("stable", stable),
          origin(),
          Optional.ofNullable(suspect),
          Optional.ofNullable(latencyFrom).map(ObservationReader::duration));
    }

    private void read(String field) throws IOException {
      switch (field) {
        case "t" -> end = FieldCursor.once(field, end, fields.seconds(field));
        case "weight" -> weight = FieldCursor.once(field, weight, fields.weight(field));
        case "canary" -> canary = FieldCursor.once(field, canary, arms.arm(field));
        case "stable" -> stable = FieldCursor.once(field, stable, arms.arm(field));
        case "from" -> from = FieldCursor.once(field, from, fields.seconds(field));
        case "step" -> step = FieldCursor.once(field, step, fields.count(field, Integer.MAX_VALUE));
        case "block" ->
            number = FieldCursor.once(field, number, fields.count(field, Integer.MAX_VALUE));
        case "latencyFrom" ->
            latencyFrom = FieldCursor.once(field, latencyFrom, fields.seconds(field));
        case "suspect" -> suspect = FieldCursor.once(field, suspect, suspect(field));
        default ->
            throw FieldCursor.unknown(field, "an observation", "t, weight, canary and stable");
      }
    }

    private Optional<Origin> origin() {
      if (from == null && step == null && number == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Origin(
              duration(FieldCursor.required("from", from)),
              FieldCursor.required("step", step).intValue(),
              FieldCursor.required("block", number).intValue()));
    }

    private Suspect suspect(String path) throws IOException {
      fields.requireObject(path);
      @Nullable String pod = null;
      SuspectedPod.@Nullable Proof proof = null;
      @Nullable ObservedArm without = null;
      String field = fields.next();
      while (field != null) {
        String own = path + "." + field;
        switch (field) {
          case "pod" -> pod = FieldCursor.once(own, pod, fields.text(own));
          case "proof" -> proof = FieldCursor.once(own, proof, proof(own));
          case "canary" -> without = FieldCursor.once(own, without, arms.arm(own));
          default -> throw FieldCursor.unknown(own, path, "pod, proof and canary");
        }
        field = fields.next();
      }
      return new Suspect(
          new SuspectedPod(
              FieldCursor.required(path + ".pod", pod),
              FieldCursor.required(path + ".proof", proof)),
          FieldCursor.required(path + ".canary", without));
    }

    private SuspectedPod.Proof proof(String path) throws IOException {
      String text = fields.text(path);
      for (SuspectedPod.Proof proof : SuspectedPod.Proof.values()) {
        if (proof.name().toLowerCase(Locale.ROOT).equals(text)) {
          return proof;
        }
      }
      throw new BadObservationException(path + " must be hint, likely or sure");
    }
  }
}
