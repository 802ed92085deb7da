package dev.slipway.benchmarks.canary;

import dev.slipway.traffic.Capacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of one simulated release in blocks of 5 s, as counts of pods: of the canary's one by
 * one, of what it is compared with together.
 *
 * <p>Three populations are there: stable, the canary, and beside them a fresh baseline or none.
 * Each request goes to one of them by its share, and within it to any of its pods. Seeds: scenario,
 * release, block, pod.
 */
final class PodStream {

  private static final int OF_PODS = -2;
  private static final int WHOLE = -1;
  private static final int FIRST_FRESH = 1_000;
  private static final int FIRST_STABLE = 2_000;

  private final Scenario scenario;
  private final Fleet fleet;
  private final boolean fresh;
  private final long seed;
  private final SharedBursts bursts;
  private final Map<LatencyLaw, double[]> shares = new HashMap<>();
  private final Map<LatencyLaw, double[]> sharesOfCold = new HashMap<>();
  private final List<Pod> canary = new ArrayList<>();
  private final List<Pod> compared = new ArrayList<>();
  private int block = -1;

  /**
   * A pod.
   *
   * @param since second in which it was started; long ago where that is negative
   * @param factor by which the usual share of errors is multiplied here
   */
  private record Pod(String name, int since, double factor, boolean bad) {}

  /** What one pod of the canary has served in a block. */
  record OfPod(String pod, Served served) {}

  /**
   * @param fresh whether the canary is compared with pods as young as itself
   * @param release number of the run, the seed that is printed
   */
  PodStream(Scenario scenario, Fleet fleet, boolean fresh, long release) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.fresh = fresh;
    this.seed = RequestStream.seed(scenario, release);
    this.bursts = new SharedBursts(scenario.bursts());
    bursts.begin(new Draws(Draws.seed(seed, WHOLE, WHOLE)));
    if (!fresh) {
      for (int i = 0; i < fleet.stable(); i++) {
        compared.add(new Pod("", Integer.MIN_VALUE, factor(FIRST_STABLE + i), false));
      }
    }
  }

  /**
   * As many pods as a weight takes, no fewer than before; a fresh baseline has as many.
   *
   * @param weight 0 to 100
   * @return whether the canary got any
   */
  boolean carry(double weight) {
    int before = canary.size();
    grow(canary, Capacity.forWeight(fleet.stable(), weight), 0);
    if (fresh) {
      grow(compared, Capacity.forWeight(fleet.stable(), weight), FIRST_FRESH);
    }
    return canary.size() > before;
  }

  private void grow(List<Pod> pods, int number, int first) {
    while (pods.size() < number) {
      int index = pods.size();
      boolean bad = first == 0 && fleet.bad().filter(pod -> pod.index() == index).isPresent();
      pods.add(new Pod("pod-" + index, end(), factor(first + index), bad));
    }
  }

  private double factor(int pod) {
    return fleet.deviation() == 0
        ? 1
        : Math.exp(fleet.deviation() * new Draws(Draws.seed(seed, OF_PODS, pod)).normal());
  }

  /** Somebody deletes a pod of the canary, and another one takes its place. */
  void replace(String name) {
    boolean again = fleet.bad().map(Fleet.BadPod::again).orElse(false);
    canary.replaceAll(
        pod ->
            pod.name().equals(name) ? new Pod(name + "-new", end(), 1, pod.bad() && again) : pod);
  }

  /** Whether a pod of the canary fails by itself. */
  boolean isBad(String name) {
    return canary.stream().anyMatch(pod -> pod.name().equals(name) && pod.bad());
  }

  /** Seconds at the end of the present block. */
  int end() {
    return (block + 1) * RequestStream.BLOCK_SECONDS;
  }

  /** Goes on to the next block. */
  Counts next(double weight, double baselineShare) {
    Draws draws = new Draws(Draws.seed(seed, ++block, WHOLE));
    if (block > 0) {
      bursts.next(draws);
    }
    long all =
        draws.poisson(scenario.requestsPerSecond() * RequestStream.BLOCK_SECONDS * bursts.load());
    long ofCanary = draws.binomial(all, weight / 100);
    long beside = draws.binomial(all - ofCanary, Math.min(1, baselineShare / (100 - weight)));
    List<OfPod> pods = new ArrayList<>();
    long left = ofCanary;
    for (int i = 0; i < canary.size(); i++) {
      long here = draws.binomial(left, shareOf(i));
      left -= here;
      pods.add(
          new OfPod(canary.get(i).name(), served(Arm.CANARY, List.of(canary.get(i)), here, i)));
    }
    return new Counts(
        pods, served(Arm.STABLE, compared, beside, FIRST_STABLE), all - ofCanary - beside);
  }

  /** Of what the pods before have left. */
  private double shareOf(int index) {
    if (fleet.crowded() == 0 || canary.size() == 1) {
      return 1.0 / (canary.size() - index);
    }
    return index == 0 ? fleet.crowded() : 1.0 / (canary.size() - index);
  }

  /**
   * Any of the pods may have served each request, so all fail with the mean of their probabilities.
   */
  private Served served(Arm arm, List<Pod> pods, long requests, int index) {
    int second = end() - RequestStream.BLOCK_SECONDS;
    double rate = 0;
    int coldPods = 0;
    for (Pod pod : pods) {
      boolean cold = pod.since() >= 0 && second < pod.since() + fleet.cold().seconds();
      rate += rate(arm, pod, cold, second) / pods.size();
      coldPods += cold ? 1 : 0;
    }
    double[] slower = slower(scenario.latency(arm, second), (double) coldPods / pods.size());
    Draws draws = new Draws(Draws.seed(seed, block, index));
    Served served = new Served(Scenario.BOUNDARIES.size());
    served.draw(draws, requests, draws.binomial(requests, rate), slower);
    return served;
  }

  private double rate(Arm arm, Pod pod, boolean cold, int second) {
    double usual =
        scenario.errors(arm, second)
            * bursts.errors()
            * pod.factor()
            * (cold ? fleet.cold().errors() : 1);
    double own = pod.bad() ? fleet.bad().map(Fleet.BadPod::errors).orElse(0.0) : 0;
    return Math.min(1, Math.max(usual, own));
  }

  private double[] slower(LatencyLaw law, double cold) {
    double[] warm = shares.computeIfAbsent(law, RequestStream::slowerShares);
    if (cold == 0) {
      return warm;
    }
    double[] young =
        sharesOfCold.computeIfAbsent(
            law, usual -> RequestStream.slowerShares(usual.times(fleet.cold().latency())));
    double[] mixed = new double[warm.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (1 - cold) * warm[i] + cold * young[i];
    }
    return mixed;
  }

  /**
   * What was counted in a block.
   *
   * @param aside requests of stable, where a fresh baseline is compared
   */
  record Counts(List<OfPod> canary, Served compared, long aside) {

    Counts {
      canary = List.copyOf(canary);
    }
  }
}
