package dev.slipway.platform;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts the authorities of a PEM file besides those of the JDK. */
public final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * @param file as platform.yaml has it
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, permanent, as only a person can
   *     mend the file
   */
  public static SSLContext and(String file) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          Stream.concat(usual().stream(), certificates(file).stream()).toList()) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store).getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw broken(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (GeneralSecurityException e) {
      throw broken(file, "must hold certificates in PEM form");
    }
  }

  private static List<Certificate> certificates(String file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = java.nio.file.Files.newInputStream(WorkerFile.at(file))) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw broken(file, "holds no certificate: write those of the server's authority into it");
      }
      return found;
    }
  }

  private static List<X509Certificate> usual() throws GeneralSecurityException {
    return Stream.of(managers(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
        .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
  }

  /**
   * @param store null: the JDK's own
   */
  private static TrustManagerFactory managers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static RuntimeException broken(String file, String what) {
    return FailureType.MISCONFIGURED.permanent("the file of authorities " + file + " " + what);
  }
}
