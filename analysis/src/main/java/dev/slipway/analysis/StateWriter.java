package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.Sizing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Writes a state in the {@link StateFormat}. */
final class StateWriter {

  private final ByteBuffer out = ByteBuffer.allocate(StateFormat.MOST_BYTES);

  private StateWriter() {}

  static String write(AnalysisState state) {
    StateWriter writer = new StateWriter();
    writer.fields(state);
    return StateFormat.VERSION + ":" + writer.encoded();
  }

  private void fields(AnalysisState state) {
    plan(state.plan());
    duration(state.observedUntil());
    optional(state.firstBlock(), this::duration);
    optional(state.regressedAt(), this::duration);
    optional(state.pending(), this::pending);
    out.putLong(state.step().canary()).putLong(state.step().stable());
    state.comparisons().forEach(this::comparison);
    state.tilts().forEach(this::mixture);
    state.proofs().forEach(metric -> metric.forEach(this::proof));
  }

  private String encoded() {
    CRC32 checksum = new CRC32();
    checksum.update(out.array(), 0, out.position());
    out.putInt((int) checksum.getValue());
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private void plan(AnalysisPlan plan) {
    out.putDouble(plan.falseRollback()).putInt(plan.attempt()).putDouble(plan.phi());
    duration(plan.warmUp());
    out.put((byte) plan.metrics().size());
    plan.metrics().forEach(this::metric);
    text(plan.edition().name());
    optional(plan.traffic(), this::traffic);
  }

  private void metric(MetricPlan metric) {
    text(metric.name());
    text(metric.kind().name());
    out.putDouble(metric.tolerance()).putDouble(metric.objective().orElse(0));
    out.put((byte) metric.boundaries().size());
    metric.boundaries().forEach(out::putDouble);
    out.putDouble(metric.weight());
    text(metric.worse().name());
    history(metric.history());
  }

  private void history(MetricHistory history) {
    out.putDouble(history.rate().orElse(0)).putDouble(history.peakRate().orElse(0));
    out.put((byte) history.bucketShares().size());
    history.bucketShares().forEach(out::putDouble);
    out.putDouble(history.spread()).putDouble(history.tiltSpread());
  }

  private void traffic(TrafficForecast traffic) {
    out.putDouble(traffic.requestsPerSecond()).put((byte) traffic.steps().size());
    for (Sizing.Step step : traffic.steps()) {
      out.putDouble(step.weight());
      duration(step.longest());
    }
  }

  private void pending(PendingBlock pending) {
    duration(pending.begin());
    arm(pending.canary());
    arm(pending.stable());
  }

  private void arm(ArmCounts arm) {
    out.putLong(arm.requests()).putLong(arm.errors());
    arm.slower().forEach(out::putLong);
    for (Tally tally : arm.tallies()) {
      out.putLong(tally.total());
      tally.counted().forEach(out::putLong);
    }
  }

  private void comparison(Comparison comparison) {
    BadCounts total = comparison.total();
    out.putLong(total.canary()).putLong(total.canaryBad());
    out.putLong(total.stable()).putLong(total.stableBad());
    mixture(comparison.evidence());
    out.putDouble(comparison.logBoost());
    doubles(comparison.difference());
  }

  private void mixture(MixtureEvidence evidence) {
    doubles(evidence.logLikelihood());
    out.put((byte) evidence.onsets().size());
    evidence.onsets().forEach(this::doubles);
  }

  private void proof(NoRegressionEvidence proof) {
    doubles(proof.logStakes());
    out.putLong(proof.canaryRequests());
  }

  private void doubles(Doubles doubles) {
    for (int i = 0; i < doubles.size(); i++) {
      out.putDouble(doubles.get(i));
    }
  }

  private void duration(Duration duration) {
    out.putLong(duration.getSeconds()).putInt(duration.getNano());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putShort((short) bytes.length).put(bytes);
  }

  private <T> void optional(Optional<T> value, Consumer<T> write) {
    out.put((byte) (value.isPresent() ? 1 : 0));
    value.ifPresent(write);
  }
}
