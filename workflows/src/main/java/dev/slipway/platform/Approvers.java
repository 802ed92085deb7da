package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * Who may approve one change, groups resolved.
 *
 * @param people empty: anybody; present: these people, and nobody when the list is empty
 */
public record Approvers(Optional<List<String>> people) {

  public Approvers {
    people = people.map(List::copyOf);
  }

  public boolean mayApprove(String person) {
    return people.isEmpty() || people.get().contains(person);
  }

  /** Whether so many different people can be found among them. */
  public boolean canGive(int approvals) {
    return people.isEmpty() || people.get().size() >= approvals;
  }

  /** Those who are in both. */
  Approvers and(Approvers other) {
    if (people.isEmpty()) {
      return other;
    }
    return new Approvers(
        Optional.of(people.get().stream().filter(other::mayApprove).distinct().toList()));
  }
}
