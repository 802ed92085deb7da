package dev.slipway.gitops.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.forge.ForgeHttp;
import dev.slipway.gitops.forge.ForgeSite;
import dev.slipway.gitops.forge.Lab;
import dev.slipway.gitops.forge.Pause;
import dev.slipway.gitops.forge.RemoteForge;
import dev.slipway.gitops.forge.StubForge;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.SecretFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each exchange against GitHub's published OpenAPI document: what the document does not allow is
 * refused, and the document's own examples are what is understood. They hold no state, so a story
 * is not told here but against the stub and the real Gitea.
 */
@Tag("lab")
class GitHubContractTest {

  @TempDir private Path folder;
  private RemoteForge github;
  private String repository;

  @BeforeEach
  void start() throws IOException {
    String url = address();
    repository = url + "/octocat/Hello-World.git";
    ForgeHttp http =
        new ForgeHttp(
            "contract",
            URI.create(url),
            new SecretFile(StubForge.token(folder)),
            GitHubDialect.HEADERS,
            Clock.systemUTC());
    github =
        new RemoteForge(
            new ForgeSite("contract", url),
            http,
            new GitHubDialect(ForgeBinding.MergeMethod.MERGE),
            Clock.systemUTC(),
            Pause.real());
  }

  private static String address() throws IOException {
    Path ready = Lab.folder().resolve("github/ready");
    if (Files.exists(ready)) {
      int port = Integer.parseInt(Files.readString(ready).strip());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return "http://127.0.0.1:" + socket.getPort();
      } catch (IOException e) {
        // Said below: it is down.
      }
    }
    throw Lab.skip(
        "GitHub's OpenAPI document is not served here; bring it up with tools/lab/github/up");
  }

  private PullRequestRef ref() {
    return new PullRequestRef(repository, 1347, "");
  }

  @Test
  void opensAPullRequest() {
    PullRequest opened =
        github.open(
            new PullRequestOrder(
                repository,
                "master",
                "slipway/shop/aaaaaaaaaaaa-1/production",
                "Release",
                "What it brings.",
                "slipway/production",
                List.of("hubot"),
                List.of("slipway/release")));

    assertThat(opened.ref().number()).isEqualTo(1347);
    assertThat(opened.ref().link()).startsWith("https://github.com/octocat/Hello-World/pull");
    assertThat(opened.head()).matches("[0-9a-f]{40}");
  }

  @Test
  void readsAPullRequestWithItsReviewsAndChecks() {
    PullRequest read = github.read(ref());

    assertThat(read.ref().number()).isEqualTo(1347);
    assertThat(read.head()).matches("[0-9a-f]{40}");
  }

  @Test
  void mergesAPullRequest() {
    MergeResult result =
        github.merge(
            new MergeOrder(
                ref(),
                github.read(ref()).head(),
                "Release shop",
                Map.of("Slipway-Release", "shop/aaaaaaaaaaaa-1"),
                "slipway/production"));

    assertThat(result).isInstanceOf(MergeResult.Merged.class);
  }

  @Test
  void closesCommentsAndReports() {
    github.close(new CloseOrder(ref(), "The release ended."));
    github.comment(new CommentOrder(ref(), "outcome", "Promoted."));
    github.report(
        new CommitStatus(
            repository,
            "6dcb09b5b57875f334f61aebed695e2e4193db5e",
            "slipway/release",
            CommitStatus.State.SUCCESS,
            "promoted",
            "https://temporal.example.com/release"));
  }
}
