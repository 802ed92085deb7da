package dev.slipway.cluster.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A kind of objects, and where the API server keeps them.
 *
 * @param kind as {@code Deployment}
 * @param apiVersion the one version that they are written and read in, as {@code apps/v1}
 * @param plural name of the resource, as {@code deployments}
 * @param clusterWide whether they lie in no namespace
 * @param builtIn whether every cluster has it
 */
record KubernetesKind(
    String kind, String apiVersion, String plural, boolean clusterWide, boolean builtIn) {

  /** Empty for the core group. */
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** As {@code kubectl api-resources} names it with its group: {@code deployments.apps}. */
  String resource() {
    return group().isEmpty() ? plural : plural + "." + group();
  }

  /** Path of all objects in a namespace; of all that there are where they lie in none. */
  String path(String namespace) {
    return (group().isEmpty() ? "/api/" : "/apis/")
        + apiVersion
        + (clusterWide ? "/" : "/namespaces/" + encoded(namespace) + "/")
        + plural;
  }

  /** Path of one object. */
  String path(String namespace, String name) {
    return path(namespace) + "/" + encoded(name);
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
