package dev.slipway.starter.dev.demo;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import dev.slipway.starter.dev.Caches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Puts the sample service's jar on a base image and pushes the result, without Docker: the last
 * line of its build on a cluster. The same jar on the same base is the same image.
 *
 * <p>Registries on this machine are spoken to without TLS, all others with it; credentials are
 * those that {@code docker login} has left.
 */
public final class JarImage {

  private static final AbsoluteUnixPath PLACE = AbsoluteUnixPath.get("/app");

  private JarImage() {}

  /**
   * @param arguments base image, architecture, jar, image to push
   */
  public static void main(String[] arguments) {
    try {
      Path jar = Path.of(arguments[2]);
      JibContainer pushed = push(arguments[0], arguments[1], jar, arguments[3]);
      System.out.println("pushed " + arguments[3] + "@" + pushed.getDigest());
    } catch (InvalidImageReferenceException
        | RegistryException
        | IOException
        | CacheDirectoryCreationException e) {
      fail(arguments, e);
    } catch (ExecutionException e) {
      fail(arguments, e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(arguments, e);
    }
  }

  private static JibContainer push(String base, String architecture, Path jar, String target)
      throws InvalidImageReferenceException,
          RegistryException,
          IOException,
          CacheDirectoryCreationException,
          InterruptedException,
          ExecutionException {
    Path caches = Caches.of(System.getenv()).resolve("images");
    ImageReference image = ImageReference.parse(target);
    return Jib.from(registryImage(ImageReference.parse(base)))
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .addLayer(List.of(jar), PLACE)
        .setEntrypoint(
            "java",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            PLACE + "/" + jar.getFileName())
        .containerize(
            Containerizer.to(registryImage(image))
                .setAllowInsecureRegistries(
                    Registries.isOnThisMachine(image.getRegistry())
                        || Registries.isOnThisMachine(ImageReference.parse(base).getRegistry()))
                .setBaseImageLayersCache(caches)
                .setApplicationLayersCache(caches)
                .setToolName("slipway"));
  }

  private static RegistryImage registryImage(ImageReference image) {
    return RegistryImage.named(image)
        .addCredentialRetriever(
            CredentialRetrieverFactory.forImage(image, message -> {}).dockerConfig());
  }

  private static void fail(String[] arguments, Exception problem) {
    System.err.println(
        "The image "
            + arguments[3]
            + " cannot be made from "
            + arguments[0]
            + ": "
            + problem.getMessage());
    System.exit(1);
  }
}
