/**
 * Pods as processes: started in sessions of their own, probed, restarted, rolled over and stopped,
 * and found again after the cluster itself was killed.
 */
@NullMarked
package dev.slipway.localcluster.pod;

import org.jspecify.annotations.NullMarked;
