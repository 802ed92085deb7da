package dev.slipway.build.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;

/** A repository on disk to build from. */
public final class Sources implements AutoCloseable {

  private final Git git;
  private final Path directory;

  public Sources(Path directory) throws GitAPIException {
    this.directory = directory;
    git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call();
  }

  public String url() {
    return directory.toString();
  }

  /** Commits the files, by path and content, and gives the commit's id. */
  public String commit(Map<String, String> files) throws IOException, GitAPIException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
    }
    return commitAll();
  }

  public String commitLink(String path, String target) throws IOException, GitAPIException {
    Files.createSymbolicLink(directory.resolve(path), Path.of(target));
    return commitAll();
  }

  public Git git() {
    return git;
  }

  private String commitAll() throws GitAPIException {
    git.add().addFilepattern(".").call();
    RevCommit commit =
        git.commit()
            .setMessage("change")
            .setAuthor("Ada", "ada@example.com")
            .setCommitter("Ada", "ada@example.com")
            .setSign(false)
            .call();
    return commit.name();
  }

  @Override
  public void close() {
    git.close();
  }
}
