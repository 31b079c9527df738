import '@fontsource/ibm-plex-sans-arabic/400.css'
import '@fontsource/ibm-plex-sans-arabic/600.css'
import '@fontsource/noto-naskh-arabic/400.css'
import './styles.css'
import { mount } from 'svelte'

import App from './App.svelte'

mount(App, { target: document.getElementById('app')! })
