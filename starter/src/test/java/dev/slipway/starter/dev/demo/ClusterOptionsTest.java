package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit together is said before anything begins. */
class ClusterOptionsTest {

  @TempDir private Path state;

  @Test
  void aClusterNeedsARegistry() {
    refuses("demo --on kind-dev", "--registry localhost:5000");
  }

  @Test
  void whatIsForAClusterNeedsOne() {
    refuses("demo --registry localhost:5000", "name it with --on CONTEXT");
    refuses("demo --keep-namespace", "name it with --on CONTEXT");
  }

  @Test
  void aGatewayIsNamedWithItsNamespace() {
    refuses("demo --on kind-dev --registry localhost:5000 --gateway gw", "NAMESPACE/NAME");
  }

  private void refuses(String line, String words) {
    Said said =
        new Terminal(new FakeServer())
            .variable("PATH", System.getenv("PATH"))
            .type(line + " --state " + state);

    assertThat(said.code()).isNotZero();
    assertThat(said.err().strip()).contains(words).doesNotContain("\n");
    assertThat(state).isEmptyDirectory();
  }
}
