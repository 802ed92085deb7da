package dev.slipway.rollout;

import dev.slipway.metrics.Observation;
import java.time.Instant;
import java.util.Optional;

/**
 * What a heartbeat keeps, so that another worker goes on with the same process: the gap between the
 * last heartbeat and its first look becomes one block.
 *
 * @param inForceSince when the router began to use this step's weight
 * @param reading what the evidence says, for people who watch the step
 * @param last the counters up to which the evidence reaches; empty when they could not be read
 */
record StepCheckpoint(
    Instant inForceSince,
    Optional<Observation> last,
    DataFlow data,
    Evidence evidence,
    AnalysisReading reading) {}
