/**
 * A cluster as Slipway sees it: the small {@link dev.slipway.cluster.Cluster} port with its
 * adapters, the desired objects of a path, how they are compared with live ones, and the sync that
 * makes live equal to desired.
 */
@NullMarked
package dev.slipway.cluster;

import org.jspecify.annotations.NullMarked;
