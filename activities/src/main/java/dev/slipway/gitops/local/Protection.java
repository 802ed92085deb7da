package dev.slipway.gitops.local;

import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.Review;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a branch asks of a merge.
 *
 * @param requiredReviews how many people have to approve the head that is merged; default 0
 * @param requiredChecks contexts that have to be SUCCESS on it
 * @param blocked a reason why nothing is merged at all, or empty
 */
public record Protection(int requiredReviews, List<String> requiredChecks, String blocked) {

  public Protection(
      int requiredReviews, @Nullable List<String> requiredChecks, @Nullable String blocked) {
    this.requiredReviews = requiredReviews;
    this.requiredChecks = requiredChecks == null ? List.of() : List.copyOf(requiredChecks);
    this.blocked = blocked == null ? "" : blocked;
    if (requiredReviews < 0) {
      throw new IllegalArgumentException("required reviews cannot be fewer than none");
    }
  }

  /** Nothing is merged. */
  public static Protection blocked(String reason) {
    return new Protection(0, List.of(), reason);
  }

  /** So many people have to approve. */
  public static Protection reviews(int count) {
    return new Protection(count, List.of(), "");
  }

  /**
   * Why a pull request may not be merged now; empty when it may.
   *
   * @param statuses of its head, by context
   */
  Optional<String> refusal(
      String head, List<Review> reviews, Map<String, StatusRecord.Status> statuses) {
    if (!blocked.isBlank()) {
      return Optional.of(blocked);
    }
    List<String> missing =
        requiredChecks.stream().filter(check -> !isPassed(statuses.get(check))).toList();
    if (!missing.isEmpty()) {
      return Optional.of("required checks have not passed: " + String.join(", ", missing));
    }
    long approvals = approvals(head, reviews);
    return approvals < requiredReviews
        ? Optional.of("it needs " + requiredReviews + " approving review(s) and has " + approvals)
        : Optional.empty();
  }

  private static boolean isPassed(StatusRecord.@Nullable Status status) {
    return status != null && status.state() == CommitStatus.State.SUCCESS;
  }

  /** The last word of each person counts, and only about this head. */
  private static long approvals(String head, List<Review> reviews) {
    Map<String, Review> last =
        reviews.stream()
            .filter(review -> review.commit().equals(head))
            .collect(Collectors.toMap(Review::author, r -> r, (a, b) -> b, TreeMap::new));
    return last.values().stream().filter(Review::approves).count();
  }
}
