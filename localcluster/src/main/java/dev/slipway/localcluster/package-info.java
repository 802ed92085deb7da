/**
 * The local cluster: a small Kubernetes-like cluster whose containers are processes of this machine
 * behind a weighted HTTP gateway. It is a program of its own with its state on disk and knows
 * nothing of the one that uses it.
 */
@NullMarked
package dev.slipway.localcluster;

import org.jspecify.annotations.NullMarked;
