package dev.slipway.starter.dev;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * The official release, taken only when its digest is the pinned one. A machine without network is
 * told apart within a few seconds.
 */
final class DownloadedTemporal implements TemporalSource {

  /** Names a mirror of the releases. */
  static final String MIRROR = "SLIPWAY_TEMPORAL_URL";

  static final String OFFICIAL = "https://github.com/temporalio/cli/releases/download";

  private static final int CONNECT_MILLIS = 3_000;
  private static final int SILENCE_MILLIS = 20_000;
  private static final long LARGEST_ARCHIVE = 300L << 20;
  private static final long LARGEST_EXECUTABLE = 1L << 30;

  private final URI archive;
  private final String digest;
  private final Path target;

  /**
   * @param base of the releases, such as {@link #OFFICIAL}
   * @param platform as {@link TemporalRelease#platform()} names it
   * @param digest SHA-256 of the archive, in hexadecimal digits
   * @param target where the executable shall be
   */
  DownloadedTemporal(String base, String platform, String digest, Path target) {
    String name = "temporal_cli_" + TemporalRelease.VERSION + "_" + platform + ".tar.gz";
    archive = URI.create(base.replaceAll("/+$", "") + "/v" + TemporalRelease.VERSION + "/" + name);
    this.digest = digest;
    this.target = target;
  }

  @Override
  public Answer find(Progress progress) {
    try {
      Files.createDirectories(target.getParent());
      Path file = Files.createTempFile(target.getParent(), "download", ".tar.gz");
      try {
        progress.say("downloading Temporal " + TemporalRelease.VERSION + " from " + archive);
        String found = download(file);
        if (!found.equals(digest)) {
          return new Answer.Closed(
              "the download from "
                  + archive
                  + " has the wrong digest, "
                  + found
                  + " instead of "
                  + digest
                  + ", and was thrown away");
        }
        unpack(file);
        return new Answer.Found(target);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      return new Answer.Closed(
          "it could not be downloaded from " + archive + " (" + words(e) + ")");
    }
  }

  private String download(Path file) throws IOException {
    requireName(archive.getHost());
    URLConnection connection = archive.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    if (connection instanceof HttpURLConnection http
        && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("it answers with status " + http.getResponseCode());
    }
    MessageDigest sha = sha256();
    try (InputStream in =
            new DigestInputStream(new Bounded(connection.getInputStream(), LARGEST_ARCHIVE), sha);
        OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The system's own resolver may take half a minute to find out that there is no network. */
  private static void requireName(String host) throws IOException {
    CompletableFuture<InetAddress> resolved = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                resolved.complete(InetAddress.getByName(host));
              } catch (UnknownHostException e) {
                resolved.completeExceptionally(e);
              }
            });
    try {
      resolved.get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("the name " + host + " is not resolved", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void unpack(Path file) throws IOException {
    Path fresh = Files.createTempFile(target.getParent(), "temporal", ".new");
    try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)));
        OutputStream out = Files.newOutputStream(fresh)) {
      new Bounded(TarEntry.open(in, "temporal"), LARGEST_EXECUTABLE).transferTo(out);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Stops reading what is too large to be what was asked for. */
  private static final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream in, long limit) {
      super(in);
      left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      left -= Math.max(count, 0);
      if (left < 0) {
        throw new IOException("it is far too large");
      }
      return count;
    }
  }
}
