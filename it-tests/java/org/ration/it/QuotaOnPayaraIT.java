package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ration.it.shop.ShopApplication;
import org.ration.it.testing.CountersResource;

@ExtendWith(ArquillianExtension.class)
class QuotaOnPayaraIT {

    @ArquillianResource
    private URI base;

    private Client shop;

    @Deployment(testable = false)
    static WebArchive shop() {
        return Wars.war(
                        "shop.war",
                        "java:comp/DefaultDataSource",
                        "ration.schema=create",
                        "ration.trusted-proxies=127.0.0.0/8",
                        "ration.secret=a secret of this test only")
                .addPackage(ShopApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage());
    }

    @BeforeEach
    void client() {
        shop = new Client(base);
    }

    @Test
    void refusesWith429ByARowInTheDatabase() {
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);

        Answer refused = shop.get("api/tiles");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("title")).isEqualTo("Quota exceeded");
        assertThat(shop.used("global:tiles")).isEqualTo(3);
    }
}
