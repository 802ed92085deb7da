package dev.slipway.gitops.local;

import dev.slipway.gitops.local.JsonRef.Version;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** The pull requests of one repository: numbered refs, each with its record and its head. */
final class PullStore {

  private static final String PULLS = "refs/slipway/pulls/";
  private static final Pattern META = Pattern.compile(PULLS + "([0-9]{1,9})/meta");
  private static final int MAX_KNOWN = 20_000;
  private static final JsonRef<PullRecord> RECORDS =
      new JsonRef<>("pull-request.json", PullRecord.class);

  /** The branch of a record by the id of its commit, which never changes. */
  private final Map<ObjectId, String> branches =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, String> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  static String metaRef(int number) {
    return PULLS + number + "/meta";
  }

  private static String headRef(int number) {
    return PULLS + number + "/head";
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure NOT_FOUND, permanent: numbers are never reused
   */
  Version<PullRecord> load(Repository repository, int number) throws IOException {
    return RECORDS
        .read(repository, metaRef(number))
        .orElseThrow(
            () ->
                FailureType.NOT_FOUND.permanent(
                    "there is no pull request " + number + " in " + repository.getDirectory()));
  }

  /** The pull requests of a branch, newest first. */
  List<Version<PullRecord>> ofBranch(Repository repository, String branch) throws IOException {
    List<Version<PullRecord>> found = new ArrayList<>();
    for (Meta meta : metas(repository)) {
      if (branch(repository, meta).equals(branch)) {
        found.add(RECORDS.read(repository, metaRef(meta.number()), meta.id()));
      }
    }
    return found;
  }

  List<Version<PullRecord>> all(Repository repository) throws IOException {
    List<Version<PullRecord>> found = new ArrayList<>();
    for (Meta meta : metas(repository)) {
      found.add(RECORDS.read(repository, metaRef(meta.number()), meta.id()));
    }
    return found;
  }

  int nextNumber(Repository repository) throws IOException {
    return metas(repository).stream().mapToInt(Meta::number).max().orElse(0) + 1;
  }

  /** Where the record of a pull request is now. */
  private record Meta(int number, ObjectId id) {}

  /** Newest first. */
  private static List<Meta> metas(Repository repository) throws IOException {
    List<Meta> metas = new ArrayList<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(PULLS)) {
      Matcher name = META.matcher(ref.getName());
      ObjectId id = ref.getObjectId();
      if (name.matches() && id != null) {
        metas.add(new Meta(Integer.parseInt(name.group(1)), id.copy()));
      }
    }
    metas.sort(Comparator.comparingInt(Meta::number).reversed());
    return metas;
  }

  private String branch(Repository repository, Meta meta) throws IOException {
    synchronized (branches) {
      String known = branches.get(meta.id());
      if (known != null) {
        return known;
      }
    }
    String branch = RECORDS.read(repository, metaRef(meta.number()), meta.id()).value().branch();
    synchronized (branches) {
      branches.put(meta.id(), branch);
    }
    return branch;
  }

  /**
   * Writes a record, and its head, so that the commits stay when the branch goes.
   *
   * @param seen empty for a new one
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when somebody else changed it
   *     meanwhile: tried again
   */
  Version<PullRecord> save(
      Repository repository,
      Optional<Version<PullRecord>> seen,
      PullRecord record,
      JsonRef.Change change)
      throws IOException {
    int number = record.number();
    ObjectId head = ObjectId.fromString(record.head());
    Optional<ObjectId> oldHead = BareRepository.read(repository, headRef(number));
    boolean done =
        oldHead.equals(Optional.of(head))
            || BareRepository.set(repository, headRef(number), oldHead, head);
    Optional<Version<PullRecord>> saved =
        done ? RECORDS.write(repository, metaRef(number), seen, record, change) : Optional.empty();
    return saved.orElseThrow(
        () ->
            FailureType.UNREACHABLE.retryable(
                "pull request " + number + " was changed by somebody else; tried again"));
  }
}
