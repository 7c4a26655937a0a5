// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

/** Charges before the application has started, by a callback that it inherits. */
@Singleton
@Startup
public class EarlyBean extends EarlyCharge {}
