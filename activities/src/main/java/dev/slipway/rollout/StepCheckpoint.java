package dev.slipway.rollout;

import dev.slipway.metrics.Observation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat keeps, so that another worker goes on with the same process: the gap between the
 * last heartbeat and its first look becomes one block.
 *
 * @param inForceSince when the router began to use this step's weight; null while metrics are
 *     waited for that the first weight needs
 * @param reading what the evidence says, for people who watch the step
 * @param obedience what is known of the router; null where an older worker has not written it
 * @param last the counters up to which the evidence reaches; empty when they could not be read
 */
record StepCheckpoint(
    @Nullable Instant inForceSince,
    Optional<Observation> last,
    DataFlow data,
    Evidence evidence,
    AnalysisReading reading,
    @Nullable Obedience obedience) {}
