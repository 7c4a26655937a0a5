/** The samples of the README and of docs. {@link org.ration.ReadmeTest} holds them together. */
@NullMarked
package org.ration.samples;

import org.jspecify.annotations.NullMarked;
