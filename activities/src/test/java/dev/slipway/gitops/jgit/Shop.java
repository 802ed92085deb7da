package dev.slipway.gitops.jgit;

import dev.slipway.build.Artifact;
import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.RestoreOrder;
import java.util.Map;

/** A config repository with the path of a shop, as the tests have it. */
public final class Shop {

  public static final String PATH = "apps/shop/production";
  public static final String OLD = "sha256:" + "0".repeat(64);
  public static final String NEW = "sha256:" + "1".repeat(64);
  public static final String SOURCE = "a".repeat(40);

  private Shop() {}

  public static String deployment(String image, int replicas) {
    return """
        # The shop. Ask the shop team before you change it.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop   # the workload
          labels: {app: shop}
        spec:
          replicas: %d
          selector:
            matchLabels: {app: shop}
          template:
            metadata:
              labels: {app: shop}
            spec:
              containers:
                - name: shop
                  image: %s   # set by Slipway
                  envFrom:
                    - configMapRef: {name: shop}
        """
        .formatted(replicas, image);
  }

  public static Map<String, String> files(String image) {
    return Map.of(
        PATH + "/deployment.yaml",
        deployment(image, 2),
        PATH + "/config.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop}
        data:
          GREETING: hello
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: shop}
        spec:
          selector: {app: shop}
          ports: [{port: 80, targetPort: 8080}]
        """,
        "apps/cart/production/config.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cart}\n");
  }

  public static ConfigPath path(TestRemote remote) {
    return new ConfigPath(remote.address(), "main", PATH);
  }

  public static HeadOrder head(TestRemote remote) {
    return new HeadOrder(path(remote), "shop");
  }

  public static ChangeOrder change(TestRemote remote, String digest) {
    return change(remote, "shop/aaaaaaaaaaaa-1", digest);
  }

  public static ChangeOrder change(TestRemote remote, String release, String digest) {
    return new ChangeOrder(
        path(remote), release, "production", "shop", new Artifact("shop", digest), SOURCE);
  }

  public static RestoreOrder restore(TestRemote remote, String key, String stable) {
    return new RestoreOrder(
        path(remote), key, "production", "shop", stable, "too many errors: 5 of 100");
  }
}
