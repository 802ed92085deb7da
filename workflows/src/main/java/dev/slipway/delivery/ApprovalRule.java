package dev.slipway.delivery;

import java.time.Duration;
import java.util.List;

/**
 * @param count how many different people have to approve; 1 by default
 * @param by groups or people; empty: the approvers of platform.yaml
 * @param expires after which an undecided release ends; 7 days by default
 * @param forgeReview only the forge's own, authenticated review counts
 */
public record ApprovalRule(int count, List<String> by, Duration expires, boolean forgeReview) {

  public static final ApprovalRule DEFAULT =
      new ApprovalRule(1, List.of(), Duration.ofDays(7), false);

  public ApprovalRule {
    by = List.copyOf(by);
  }
}
