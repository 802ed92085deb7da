/**
 * Changes a YAML file of the config repository at the one place that is meant: comments, order,
 * quotes and line ends stay as people wrote them.
 */
@NullMarked
package dev.slipway.gitops.edit;

import org.jspecify.annotations.NullMarked;
