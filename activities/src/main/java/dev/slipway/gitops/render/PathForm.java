package dev.slipway.gitops.render;

import dev.slipway.manifest.YamlFile;

/** How the objects of a path are written. */
public sealed interface PathForm {

  /** As YAML files, which hold the very objects. */
  record Plain() implements PathForm {}

  /**
   * As a kustomization.
   *
   * @param yaml the path's own one
   * @param byTool whether Kustomize has rendered it: then no object stands in a file as it is
   */
  record Kustomized(YamlFile yaml, boolean byTool) implements PathForm {}

  /** As a Helm chart and values. */
  record Charted(HelmPath chart) implements PathForm {}
}
