/** What forges say by webhooks: checked before it is read, and never taken as the truth. */
@NullMarked
package dev.slipway.gitops.webhook;

import org.jspecify.annotations.NullMarked;
