/**
 * The objects of the cluster: what a Deployment, Service, ConfigMap, Secret or HTTPRoute may say,
 * refused at the door when this cluster could not keep the promise, and kept on disk.
 */
@NullMarked
package dev.slipway.localcluster.object;

import org.jspecify.annotations.NullMarked;
