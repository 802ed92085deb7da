package dev.slipway.metrics;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of a file, by one of which a server's own has to be signed. */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * @param file PEM
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED
   */
  static SSLContext in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw FailureType.MISCONFIGURED.retryable("the file " + file + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority " + store.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw FailureType.MISCONFIGURED.retryable(
          "the certificates in "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "): it has to be PEM",
          e);
    }
  }
}
