/**
 * Real Kubernetes behind the {@code Cluster} port: server-side apply with one field manager, whose
 * records of who set which field tell drift from what the cluster has filled in; the reasons of
 * pods that do not get ready; and a watch by shared informers.
 */
@NullMarked
package dev.slipway.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
