/**
 * Kubernetes-shaped objects as they stand in the config repository: parsed safely, put into a
 * canonical form, digested and compared.
 */
@NullMarked
package dev.slipway.manifest;

import org.jspecify.annotations.NullMarked;
