package dev.slipway.build.checkout;

import java.io.IOException;
import java.nio.file.Path;

/** Brings a commit of a repository into a directory. */
public interface SourceCheckout {

  /**
   * Makes the directory hold the commit's tree. Several may run at once, also for one repository.
   *
   * @param repository a URL, or a path of this machine
   * @param commit the full commit id
   * @param into does not exist, or is empty
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, or NOT_FOUND when the repository
   *     has no such commit
   * @throws IOException the disk fails; what is in the directory is then of no use
   */
  void checkOut(String repository, String commit, Path into) throws IOException;
}
