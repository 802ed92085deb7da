package dev.slipway.platform;

import java.util.Optional;

/**
 * How a release shows on its commit at the source's forge.
 *
 * @param webUi where people see a workflow; its id is put in the place of {@code {workflow}};
 *     empty: no link
 */
public record CommitReporting(Optional<String> webUi) {

  /** Where a workflow is seen; empty text: nowhere. */
  public String link(String workflow) {
    return webUi.map(url -> url.replace("{workflow}", workflow.replace("/", "%2F"))).orElse("");
  }
}
