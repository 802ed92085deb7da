package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.object.BackendRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Deals the requests of a rule to its backends exactly by weight, in random order. Smooth weighted
 * round robin makes a deck as long as the smallest whole cycle (10 for 90:10, of which one is the
 * canary's), and the deck is shuffled: in a fixed order, a client that alternates between two kinds
 * of requests would send all of one kind to one version, and a comparison of the versions would
 * compare the kinds. Long cycles are dealt in pieces, exact in the long run.
 */
final class WeightedDeck {

  private static final int LONGEST = 1000;

  private final List<BackendRef> backends;
  private final RandomGenerator random;
  private final int length;
  private final long total;
  private final long[] credit;
  private final List<BackendRef> deck = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  WeightedDeck(List<BackendRef> backends, RandomGenerator random) {
    this.backends = backends.stream().filter(backend -> backend.weight() > 0).toList();
    this.random = random;
    this.total = this.backends.stream().mapToLong(BackendRef::weight).sum();
    long divisor =
        this.backends.stream().mapToLong(BackendRef::weight).reduce(0, WeightedDeck::gcd);
    this.length = divisor == 0 ? 0 : (int) Math.min(total / divisor, LONGEST);
    this.credit = new long[this.backends.size()];
  }

  /** The backend of the next request; empty when no backend has a weight. */
  Optional<BackendRef> next() {
    if (length == 0) {
      return Optional.empty();
    }
    lock.lock();
    try {
      if (deck.isEmpty()) {
        for (int i = 0; i < length; i++) {
          deck.add(smooth());
        }
        Collections.shuffle(deck, java.util.Random.from(random));
      }
      return Optional.of(deck.removeLast());
    } finally {
      lock.unlock();
    }
  }

  private BackendRef smooth() {
    int best = 0;
    for (int i = 0; i < credit.length; i++) {
      credit[i] += backends.get(i).weight();
      if (credit[i] > credit[best]) {
        best = i;
      }
    }
    credit[best] -= total;
    return backends.get(best);
  }

  private static long gcd(long left, long right) {
    return right == 0 ? left : gcd(right, left % right);
  }

  @Override
  public String toString() {
    return "WeightedDeck" + backends + Arrays.toString(credit);
  }
}
