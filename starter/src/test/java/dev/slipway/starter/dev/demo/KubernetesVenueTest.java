package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryReading;
import dev.slipway.platform.PlatformFile;
import dev.slipway.platform.PlatformReading;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.dev.StateDirectory;
import dev.slipway.starter.dev.demo.ClusterRequest.GatewayName;
import dev.slipway.starter.dev.demo.ClusterSurvey.Ground;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's service on a cluster: its files, and its namespace. */
class KubernetesVenueTest {

  @TempDir private Path directory;
  private final StringWriter told = new StringWriter();
  private FakeKubectl kubectl;
  private StateDirectory state;

  @BeforeEach
  void create() throws IOException {
    state = new StateDirectory(directory.resolve("state"));
    state.create();
    kubectl = new FakeKubectl(Files.createDirectories(directory.resolve("bin")));
  }

  @Test
  void theServicesFilesNameTheImageTheGatewayAndTheNamespace() throws IOException {
    Path clone = Files.createDirectories(directory.resolve("clone"));
    SampleEdition sample = venue(false).sample(installation());

    sample.lay("source", clone);
    sample.lay("config", clone);
    sample.lay("changes/" + Change.PRICE_PER_PIECE_MENDED.folder(), clone);

    DeliveryReading delivery =
        DeliveryFile.parse(Files.readString(clone.resolve("delivery.yaml")), "delivery.yaml");
    assertThat(delivery.problems()).isEmpty();
    assertThat(Files.readString(clone.resolve("delivery.yaml")))
        .contains(
            "run: ./build.sh && ./image.sh",
            "artifact: {image: localhost:5000/team/slipway-demo-1/shop}",
            "mode: delivery");
    assertThat(Files.readString(clone.resolve("image.sh")))
        .contains("'java:21' arm64 build/shop.jar \"$SLIPWAY_IMAGE\"");
    assertThat(clone.resolve("image.sh")).isExecutable();
    assertThat(Files.readString(clone.resolve(DemoRepositories.PATH).resolve("route.yaml")))
        .contains("{name: gw, namespace: gateway}", "value: /slipway-demo-1/shop}");
    try (Stream<Path> files = Files.walk(clone)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).content().doesNotContainPattern("@[A-Z_]+@"));
    }
  }

  @Test
  void thePlatformFileNamesTheClusterByTheKubeconfigBesideIt() throws IOException {
    PlatformReading platform = PlatformFile.parse(venue(false).platform(), "platform.yaml");

    assertThat(platform.problems()).isEmpty();
    assertThat(platform.platform().orElseThrow().clusters())
        .singleElement()
        .satisfies(
            cluster -> {
              assertThat(cluster.context()).contains("a \"context\"");
              assertThat(cluster.kubeconfig()).contains("kubeconfig");
              assertThat(cluster.metrics()).isPresent();
            });
  }

  @Test
  void makesANamespaceAndTakesItAway() throws IOException {
    Venue venue = venue(false);

    venue.open(state);
    assertThat(Files.getPosixFilePermissions(state.root().resolve("kubeconfig")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    venue.close();

    assertThat(kubectl.asked()).hasSize(2);
    assertThat(kubectl.asked().getFirst()).endsWith("create namespace slipway-demo-1");
    assertThat(kubectl.asked().getLast()).contains("delete namespace slipway-demo-1");
    assertThat(state.root().resolve("kubeconfig")).doesNotExist();
  }

  @Test
  void leavesItWhereItIsWantedAndSaysHowItGoes() throws IOException {
    Venue venue = venue(true);

    venue.open(state);
    venue.close();

    assertThat(kubectl.asked()).hasSize(1);
    assertThat(told.toString()).contains("delete namespace slipway-demo-1");
  }

  @Test
  void takesNothingAwayThatItHasNotMade() throws IOException {
    kubectl.fails("create namespace", "forbidden");
    Venue venue = venue(false);

    venue.close();

    assertThat(directory.resolve("bin/asked")).doesNotExist();
  }

  private Venue venue(boolean keep) throws IOException {
    return new KubernetesVenue(
        new ClusterRequest(
            "a \"context\"",
            "localhost:5000/team",
            "java:21",
            Optional.empty(),
            Optional.empty(),
            keep),
        kubectl.installed("a \"context\""),
        new Ground(
            "kind: Config", "arm64", new GatewayName("gateway", "gw"), "http://127.0.0.1:8080"),
        "slipway-demo-1",
        new Progress(new PrintWriter(told)));
  }

  /** One whose parts are there. */
  private Installation installation() throws IOException {
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createDirectories(home.resolve("starter"));
    Files.createFile(home.resolve("starter/slipway-starter.jar"));
    SampleEdition.plain(Sample.FOLDER.resolve("..").normalize())
        .lay("shop", Files.createDirectories(home.resolve("examples/shop")));
    return new Installation(home);
  }
}
