var r={get(e){try{return Number(localStorage.getItem(e))}catch{return 0}},set(e,t){try{localStorage.setItem(e,`${t}`)}catch{}}};export{r as remembered};
