package org.ration.cdi;

import org.ration.key.KeyForms;

/**
 * What the deployment of the application has read and checked. Complete before the first bean is made; read-only.
 *
 * @param settings the settings
 * @param declarations the declarations
 * @param keyForms reads key forms
 */
public record Deployment(Settings settings, Declarations declarations, KeyForms keyForms) {}
