package dev.slipway.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Waves;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which objects of a path are run, and when, by their annotations: ours, else that of Argo CD, else
 * that of Helm, so that a path of either need not be changed. Pure.
 */
public final class HookAnnotation {

  /** With the value {@code pre-sync} or {@code post-sync}, or both with a comma. */
  static final String HOOK = "slipway.dev/hook";

  /** That of people who come from Argo CD. */
  static final String ARGO = "argocd.argoproj.io/hook";

  /** That of charts. */
  static final String HELM = "helm.sh/hook";

  private static final String HELM_WEIGHT = "helm.sh/hook-weight";

  private static final String JOB = "Job";
  private static final String DEADLINE = "activeDeadlineSeconds";
  private static final long LONGEST_DEADLINE = Duration.ofDays(1).toSeconds();

  /** What a chart does at both of its occasions, a sync does at its one. */
  private static final Map<String, Occasion> OF_HELM =
      Map.of(
          "pre-install",
          Occasion.PRE_SYNC,
          "pre-upgrade",
          Occasion.PRE_SYNC,
          "post-install",
          Occasion.POST_SYNC,
          "post-upgrade",
          Occasion.POST_SYNC);

  private HookAnnotation() {}

  /**
   * Whether an object is run rather than applied. Other kinds that Argo CD or Helm would have in a
   * phase of their own are objects like any other.
   */
  public static boolean isHook(Manifest object) {
    JsonNode annotations = annotations(object);
    return annotations.has(HOOK)
        || (object.kind().equals(JOB)
            && (annotations.has(ARGO)
                || split(annotations.path(HELM)).anyMatch(OF_HELM::containsKey)));
  }

  /**
   * The Jobs of a path in the order in which they are run; what is not valid is left out. More than
   * {@link HookCheck#MOST} are refused, and not all told.
   */
  public static List<Hook> in(List<Manifest> objects) {
    return objects.stream()
        .filter(object -> isHook(object) && objection(object).isEmpty())
        .sorted(Comparator.comparingInt(HookAnnotation::order).thenComparing(Manifest::name))
        .flatMap(
            object ->
                occasions(object).stream()
                    .map(occasion -> new Hook(object.name(), occasion, deadline(object))))
        .limit(HookCheck.MOST + 1)
        .toList();
  }

  /** What is wrong with an object that is to be run, in one sentence. */
  public static Optional<String> objection(Manifest object) {
    try {
      if (!object.kind().equals(JOB)) {
        return Optional.of(
            object.id()
                + ": only a Job is run, so that "
                + HOOK
                + " means nothing here: remove it");
      }
      if (occasions(object).isEmpty()) {
        return Optional.of(
            object.id() + ": " + HOOK + " names no occasion: write pre-sync or post-sync");
      }
      order(object);
      deadline(object);
      return Optional.empty();
    } catch (RefusedObjectException e) {
      return Optional.of(e.reason());
    }
  }

  private static Set<Occasion> occasions(Manifest job) {
    JsonNode annotations = annotations(job);
    if (annotations.has(HOOK)) {
      return occasions(job, HOOK, "pre-sync", "post-sync");
    }
    if (annotations.has(ARGO)) {
      return occasions(job, ARGO, "PreSync", "PostSync");
    }
    return split(annotations.path(HELM))
        .filter(OF_HELM::containsKey)
        .map(OF_HELM::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Occasion> occasions(
      Manifest job, String annotation, String before, String after) {
    Set<Occasion> found = new TreeSet<>();
    for (String word : split(annotations(job).path(annotation)).toList()) {
      if (word.equals(before)) {
        found.add(Occasion.PRE_SYNC);
      } else if (word.equals(after)) {
        found.add(Occasion.POST_SYNC);
      } else {
        throw new RefusedObjectException(
            job.id()
                + ": "
                + annotation
                + " is '"
                + word
                + "': Slipway runs Jobs at "
                + before
                + " and "
                + after
                + " only");
      }
    }
    return found;
  }

  /** Its wave, as for other objects; a chart's weight where it has none. */
  private static int order(Manifest job) {
    JsonNode weight = annotations(job).path(HELM_WEIGHT);
    int wave = Waves.of(job);
    return wave == 0 && weight.asText("").strip().matches("[+-]?[0-9]{1,5}")
        ? Integer.parseInt(weight.asText().strip())
        : wave;
  }

  private static Duration deadline(Manifest job) {
    JsonNode seconds = job.json().path("spec").path(DEADLINE);
    if (seconds.isMissingNode() || seconds.isNull()) {
      return Hook.DEFAULT_DEADLINE;
    }
    if (!seconds.isIntegralNumber()
        || seconds.asLong() < 1
        || seconds.asLong() > LONGEST_DEADLINE) {
      throw new RefusedObjectException(
          String.format(
              Locale.ROOT,
              "%s: spec.%s is %s: write a whole number of seconds, at most %d (a day)",
              job.id(),
              DEADLINE,
              seconds,
              LONGEST_DEADLINE));
    }
    return Duration.ofSeconds(seconds.asLong());
  }

  private static Stream<String> split(JsonNode annotation) {
    List<String> words = new ArrayList<>();
    for (String word : annotation.asText("").split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words.stream();
  }

  private static JsonNode annotations(Manifest object) {
    return object.json().path("metadata").path("annotations");
  }
}
