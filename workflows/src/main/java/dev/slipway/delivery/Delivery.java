package dev.slipway.delivery;

import java.util.List;

/**
 * The delivery file of a service.
 *
 * @param workload name of the Deployment that is canaried
 * @param environments in the order in which a release reaches them
 */
public record Delivery(
    String service,
    BuildSpec build,
    List<TestSuite> tests,
    String workload,
    List<EnvironmentPlan> environments) {

  public Delivery {
    tests = List.copyOf(tests);
    environments = List.copyOf(environments);
  }
}
