package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The objects, one JSON file each. A write is on disk before it is seen; writing what is there
 * already changes nothing.
 */
public final class ObjectStore {

  private static final int MOST_OBJECTS = 5000;

  private final Path directory;
  private final ChangeLog changes;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentNavigableMap<ObjectKey, StoredObject> objects =
      new ConcurrentSkipListMap<>();

  private ObjectStore(Path directory, ChangeLog changes) {
    this.directory = directory;
    this.changes = changes;
  }

  /**
   * Reads what is in the directory.
   *
   * @throws IOException when a file is damaged: it is named, and nothing is guessed
   */
  public static ObjectStore open(Path directory, ChangeLog changes) throws IOException {
    ObjectStore store = new ObjectStore(directory, changes);
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.walk(directory, 3)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (AtomicFile.isLeftover(file)) {
          Files.delete(file);
        } else {
          store.load(file);
        }
      }
    }
    return store;
  }

  public Optional<StoredObject> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  public List<StoredObject> list() {
    return List.copyOf(objects.values());
  }

  public List<StoredObject> list(String namespace, Optional<Kind> kind) {
    return objects.values().stream()
        .filter(object -> object.key().namespace().equals(namespace))
        .filter(object -> kind.isEmpty() || object.key().kind() == kind.get())
        .toList();
  }

  public long version() {
    return changes.version();
  }

  /** What {@link #put} would make of it; nothing is changed. */
  public StoredObject preview(ObjectKey key, JsonNode body) {
    StoredObject wanted = checked(key, body);
    return withServerFields(wanted, get(key), get(key).map(StoredObject::resourceVersion));
  }

  /**
   * Makes the object be as the body says.
   *
   * @throws InvalidObject when the body is not valid
   * @throws OutOfDate when the body names another resourceVersion than the one that is stored
   */
  public StoredObject put(ObjectKey key, JsonNode body) {
    writing.lock();
    try {
      StoredObject wanted = checked(key, body);
      Optional<StoredObject> present = get(key);
      if (present.isPresent() && same(present.get(), wanted)) {
        return present.get();
      }
      String version = Long.toString(changes.next());
      StoredObject result = withServerFields(wanted, present, Optional.of(version));
      AtomicFile.write(file(key), Json.write(result.json()));
      objects.put(key, result);
      changes.record(key);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("The " + key + " could not be written.", e);
    } finally {
      writing.unlock();
    }
  }

  /** False when there was none. */
  public boolean delete(ObjectKey key) {
    writing.lock();
    try {
      Files.deleteIfExists(file(key));
      boolean there = objects.remove(key) != null;
      if (there) {
        changes.record(key);
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException("The " + key + " could not be deleted.", e);
    } finally {
      writing.unlock();
    }
  }

  private StoredObject checked(ObjectKey key, JsonNode body) {
    StoredObject wanted = ObjectParser.parse(key, body);
    Optional<StoredObject> present = get(key);
    JsonNode expected = body.path("metadata").path("resourceVersion");
    String found = present.map(StoredObject::resourceVersion).orElse("none");
    if (!expected.isMissingNode() && !expected.isNull() && !expected.asText("").equals(found)) {
      throw new OutOfDate(key, expected.asText(""), found);
    }
    if (present.isPresent()
        && present.get().spec() instanceof DeploymentSpec before
        && wanted.spec() instanceof DeploymentSpec after
        && !before.selector().equals(after.selector())) {
      throw new InvalidObject("spec.selector", "cannot be changed");
    }
    if (present.isEmpty() && objects.size() >= MOST_OBJECTS) {
      throw new InvalidObject(
          "the object", "is one too many: a local cluster holds at most " + MOST_OBJECTS);
    }
    return wanted;
  }

  private static boolean same(StoredObject present, StoredObject wanted) {
    return content(present.json()).equals(content(wanted.json()));
  }

  private static ObjectNode content(ObjectNode json) {
    ObjectNode content = json.deepCopy();
    if (content.get("metadata") instanceof ObjectNode metadata) {
      metadata.retain("name", "namespace", "labels", "annotations");
    }
    return content;
  }

  private static StoredObject withServerFields(
      StoredObject wanted, Optional<StoredObject> present, Optional<String> version) {
    ObjectNode json = wanted.copy();
    ObjectNode metadata = json.withObject("/metadata");
    JsonNode before = present.map(object -> object.json().path("metadata")).orElse(Json.object());
    boolean asBefore =
        present.isPresent()
            && Objects.equals(present.get().json().get("spec"), json.get("spec"))
            && Objects.equals(present.get().json().get("data"), json.get("data"));
    metadata.put("uid", before.path("uid").asText(UUID.randomUUID().toString()));
    version.ifPresent(number -> metadata.put("resourceVersion", number));
    metadata.put("generation", before.path("generation").asLong(0) + (asBefore ? 0 : 1));
    metadata.put(
        "creationTimestamp",
        before
            .path("creationTimestamp")
            .asText(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    return new StoredObject(wanted.key(), wanted.spec(), json);
  }

  private void load(Path file) throws IOException {
    try {
      JsonNode json = Json.read(Files.readAllBytes(file));
      JsonNode metadata = json.path("metadata");
      Kind kind = Kind.named(json.path("kind").asText("")).orElseThrow();
      ObjectKey key =
          new ObjectKey(
              metadata.path("namespace").asText(""), kind, metadata.path("name").asText(""));
      objects.put(
          key, new StoredObject(key, ObjectParser.parse(key, json).spec(), (ObjectNode) json));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "The stored object "
              + file
              + " is damaged ("
              + e.getMessage()
              + "): restore or delete that file.",
          e);
    }
  }

  private Path file(ObjectKey key) {
    return directory
        .resolve(key.namespace())
        .resolve(key.kind().word())
        .resolve(key.name() + ".json");
  }
}
