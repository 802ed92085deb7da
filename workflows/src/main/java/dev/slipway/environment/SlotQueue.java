package dev.slipway.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds an environment's slot, who is there beside, and whether the holder has merged. */
final class SlotQueue {

  private final List<Candidacy> candidates;
  private @Nullable String holder;
  private @Nullable String merged;

  SlotQueue(EnvironmentState state) {
    candidates = new ArrayList<>(state.candidates());
    holder = state.holder().orElse(null);
    merged = state.merged().orElse(null);
  }

  List<Candidacy> candidates() {
    return candidates;
  }

  Optional<String> holder() {
    return Optional.ofNullable(holder);
  }

  /** The commit that the holder has merged. */
  Optional<String> merged() {
    return Optional.ofNullable(merged);
  }

  /** Releases that ask for the slot and do not have it. */
  List<String> waiting() {
    return candidates.stream()
        .filter(candidacy -> candidacy.ready() && !candidacy.release().equals(holder))
        .map(Candidacy::release)
        .toList();
  }

  Optional<Candidacy> candidate(@Nullable String release) {
    return candidates.stream().filter(known -> known.release().equals(release)).findFirst();
  }

  /** Entering again changes nothing for the holder, and renews what others have told. */
  void enter(Candidacy candidacy) {
    if (!candidacy.release().equals(holder)) {
      remove(candidacy.release());
      candidates.add(candidacy);
    }
  }

  /** A holder that has merged keeps the slot until the outcome, and is known till then. */
  void leave(String release) {
    boolean holds = release.equals(holder);
    if (holds && merged != null) {
      return;
    }
    remove(release);
    if (holds) {
      holder = null;
    }
  }

  void grant(String release) {
    holder = release;
    merged = null;
  }

  /** A known release whose change came without the slot takes it, if it is free. */
  void takeIfFree(String release) {
    if (holder == null && candidate(release).isPresent()) {
      holder = release;
    }
  }

  void merged(MergedChange change) {
    if (change.release().equals(holder)) {
      merged = change.commit();
    }
  }

  /**
   * The release is done here, whatever it did.
   *
   * @return whether it held the slot
   */
  boolean end(String release) {
    remove(release);
    boolean held = release.equals(holder);
    if (held) {
      holder = null;
      merged = null;
    }
    return held;
  }

  private void remove(String release) {
    candidates.removeIf(known -> known.release().equals(release));
  }
}
