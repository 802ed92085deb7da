/**
 * Whole-system tests: the real command, server, worker, cluster and repositories, judged from the
 * outside only, by plain git, the cluster's API, the gateway and Temporal. Run by {@code ./mvnw
 * -Pe2e -DskipTests verify -pl e2e-tests -am}.
 */
@NullMarked
package dev.slipway.e2e;

import org.jspecify.annotations.NullMarked;
