package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an environment tells a release that asked for its slot. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SlotAnswer.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = SlotAnswer.Queued.class, name = "queued"),
  @JsonSubTypes.Type(value = SlotAnswer.Superseded.class, name = "superseded"),
  @JsonSubTypes.Type(value = SlotAnswer.Refused.class, name = "refused")
})
public sealed interface SlotAnswer {

  String environment();

  /**
   * @param stableRevision what is stable now; empty when nothing is yet
   */
  record Granted(String environment, String stableRevision) implements SlotAnswer {}

  /**
   * @param behind what it waits for, in words
   */
  record Queued(String environment, String behind) implements SlotAnswer {}

  /**
   * @param by the newer release
   */
  record Superseded(String environment, String by) implements SlotAnswer {}

  /** An artifact older than stable, or a quarantined one. */
  record Refused(String environment, String reason) implements SlotAnswer {}
}
